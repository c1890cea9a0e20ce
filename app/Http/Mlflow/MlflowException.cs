namespace RoomTypes.Http.Mlflow;

/// <summary>A request that MLflow's API refuses, with one of MLflow's error codes (mlflow/protos/databricks.proto).</summary>
/// <param name="code">Clients make an exception of it.</param>
/// <param name="message">For people.</param>
internal sealed class MlflowException(string code, string message) : Exception(message)
{
    public const string Invalid = "INVALID_PARAMETER_VALUE";
    public const string Unknown = "RESOURCE_DOES_NOT_EXIST";
    public const string Exists = "RESOURCE_ALREADY_EXISTS";
    public const string Denied = "PERMISSION_DENIED";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string NoEndpoint = "ENDPOINT_NOT_FOUND";
    public const string NotImplemented = "NOT_IMPLEMENTED";
    public const string Unavailable = "TEMPORARILY_UNAVAILABLE";
    public const string TooMany = "REQUEST_LIMIT_EXCEEDED";
    public const string TooLate = "DEADLINE_EXCEEDED";
    public const string Internal = "INTERNAL_ERROR";

    /// <summary>The error's code.</summary>
    public string Code => code;

    /// <summary>The HTTP status that MLflow's server gives each (mlflow/exceptions.py).</summary>
    public int Status => code switch
    {
        Invalid or Exists => StatusCodes.Status400BadRequest,
        Unauthenticated => StatusCodes.Status401Unauthorized,
        Denied => StatusCodes.Status403Forbidden,
        Unknown or NoEndpoint => StatusCodes.Status404NotFound,
        TooMany => StatusCodes.Status429TooManyRequests,
        NotImplemented => StatusCodes.Status501NotImplemented,
        Unavailable => StatusCodes.Status503ServiceUnavailable,
        TooLate => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static MlflowException Refused(string message) => new(Invalid, message);

    public static MlflowException NotFound(string message) => new(Unknown, message);
}
