/** Checks the package's types against the contract, on which users rely. */
import type * as gateway from "./contract/gateway.js";
import type * as numberVerification from "./contract/number-verification.js";
import type * as contract from "./contract/verigator.js";
import { fits, same } from "./same.js";
import * as verigator from "verigator";

// Option and result types are identical to the contract's.
same<verigator.AuthenticationMethod, contract.AuthenticationMethod>();
same<verigator.AuthenticationResponse, contract.AuthenticationResponse>();
same<verigator.CallOptions, contract.CallOptions>();
same<verigator.ErrorCode, contract.ErrorCode>();
same<verigator.RequestEvent, contract.RequestEvent>();
same<verigator.ResponseEvent, contract.ResponseEvent>();
same<verigator.VerificationFailure, contract.VerificationFailure>();
same<verigator.VerificationResponse, contract.VerificationResponse>();
same<verigator.VerificationStatus, contract.VerificationStatus>();
fits<contract.VerigatorOptions, verigator.VerigatorOptions>();
fits<contract.Operation, verigator.Operation>();
fits<verigator.RetryEvent, contract.RetryEvent>();

// Classes may have more members.
fits<typeof verigator.Verigator, typeof contract.Verigator>();
fits<typeof verigator.Service, typeof contract.Service>();
fits<typeof verigator.User, typeof contract.User>();
fits<verigator.VerigatorError, contract.VerigatorError>();
fits<verigator.InvalidInvocationError, contract.InvalidInvocationError>();
fits<verigator.InvalidDataError, contract.InvalidDataError>();
fits<verigator.WrongCredentialsError, contract.WrongCredentialsError>();
fits<verigator.ResourceForbiddenError, contract.ResourceForbiddenError>();
fits<verigator.NoSuchResourceError, contract.NoSuchResourceError>();
fits<verigator.ResourceAlreadyExistsError, contract.ResourceAlreadyExistsError>();
fits<verigator.RateLimitedError, contract.RateLimitedError>();
fits<verigator.InternalError, contract.InternalError>();
fits<verigator.InvalidResponseError, contract.InvalidResponseError>();
fits<verigator.ConnectionError, contract.ConnectionError>();
fits<verigator.TimeoutError, contract.TimeoutError>();
fits<verigator.RedirectError, contract.RedirectError>();
same<typeof verigator.VerigatorError.is, (value: unknown) => value is verigator.VerigatorError>();

// The Number Verification API.
fits<typeof verigator.NumberVerification, typeof numberVerification.NumberVerification>();
fits<numberVerification.NumberVerificationOptions, verigator.NumberVerificationOptions>();
fits<numberVerification.VerifyNumberOptions, verigator.VerifyNumberOptions>();
fits<numberVerification.Device, verigator.Device>();
same<verigator.NumberVerificationResponse, numberVerification.NumberVerificationResponse>();

// The types that a page uses to call a gateway.
same<verigator.GatewayStatus, gateway.GatewayStatus>();
fits<typeof verigator.Verigator, gateway.ViaGateway>();

same<typeof verigator.init, () => Promise<void>>();
same<typeof import("verigator/inline"), typeof verigator>();
