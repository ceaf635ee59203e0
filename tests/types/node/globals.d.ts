/** The contract names this type, which the types of Node and Bun lack. */
type HeadersInit = ConstructorParameters<typeof Headers>[0];
