/** Holds the package's types against the contract: what a user may rely on is neither less nor more than it says. */
import type * as contract from "./contract/verigator.js";
import { fits, same } from "./same.js";
import * as verigator from "verigator";

// What goes in and what comes out is the contract's exactly.
same<verigator.AuthenticationMethod, contract.AuthenticationMethod>();
same<verigator.AuthenticationResponse, contract.AuthenticationResponse>();
same<verigator.CallOptions, contract.CallOptions>();
same<verigator.ErrorCode, contract.ErrorCode>();
same<verigator.Operation, contract.Operation>();
same<verigator.RequestEvent, contract.RequestEvent>();
same<verigator.ResponseEvent, contract.ResponseEvent>();
same<verigator.VerificationFailure, contract.VerificationFailure>();
same<verigator.VerificationResponse, contract.VerificationResponse>();
same<verigator.VerificationStatus, contract.VerificationStatus>();
fits<contract.VerigatorOptions, verigator.VerigatorOptions>();
fits<verigator.RetryEvent, contract.RetryEvent>();

// Classes may offer more.
fits<typeof verigator.Verigator, typeof contract.Verigator>();
fits<typeof verigator.Service, typeof contract.Service>();
fits<typeof verigator.User, typeof contract.User>();
fits<typeof verigator.VerigatorError, typeof contract.VerigatorError>();
fits<typeof verigator.InvalidInvocationError, typeof contract.InvalidInvocationError>();
fits<typeof verigator.InvalidDataError, typeof contract.InvalidDataError>();
fits<typeof verigator.WrongCredentialsError, typeof contract.WrongCredentialsError>();
fits<typeof verigator.ResourceForbiddenError, typeof contract.ResourceForbiddenError>();
fits<typeof verigator.NoSuchResourceError, typeof contract.NoSuchResourceError>();
fits<typeof verigator.ResourceAlreadyExistsError, typeof contract.ResourceAlreadyExistsError>();
fits<typeof verigator.RateLimitedError, typeof contract.RateLimitedError>();
fits<typeof verigator.InternalError, typeof contract.InternalError>();
fits<typeof verigator.InvalidResponseError, typeof contract.InvalidResponseError>();
fits<typeof verigator.ConnectionError, typeof contract.ConnectionError>();
fits<typeof verigator.TimeoutError, typeof contract.TimeoutError>();
fits<typeof verigator.RedirectError, typeof contract.RedirectError>();

same<typeof verigator.init, () => Promise<void>>();
same<typeof import("verigator/inline"), typeof verigator>();
