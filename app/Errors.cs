namespace RoomTypes;

/// <summary>The families of failure a request can meet. The HTTP edge gives each its status.</summary>
public enum ErrorKind
{
    /// <summary>The bytes do not follow their format.</summary>
    Malformed,

    /// <summary>Well formed, but a value is not allowed.</summary>
    Invalid,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound,

    /// <summary>The body is over its limit.</summary>
    TooLarge,

    /// <summary>The content type is not one of those understood.</summary>
    UnsupportedType,

    /// <summary>No picture could be read.</summary>
    Undecodable,

    /// <summary>More work than the queue holds.</summary>
    Overloaded,

    /// <summary>The models are not loaded, or failed to.</summary>
    NotReady,

    /// <summary>The answer would come too late.</summary>
    DeadlineExceeded,

    /// <summary>The body comes too slowly.</summary>
    TooSlow,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The caller does not show who it is, or not rightly.</summary>
    Unauthenticated,

    /// <summary>Not as things are now.</summary>
    Conflict,

    /// <summary>What the caller goes by has changed meanwhile.</summary>
    Outdated,
}

/// <summary>A failure to be told to the caller. It knows no HTTP.</summary>
/// <param name="kind">The family.</param>
/// <param name="code">Stable, snake_case, for programs.</param>
/// <param name="message">For people: the bad value, what is allowed, how to fix it.</param>
public sealed class ServiceException(ErrorKind kind, string code, string message) : Exception(message)
{
    /// <summary>The family.</summary>
    public ErrorKind Kind { get; } = kind;

    /// <summary>Stable, snake_case, for programs.</summary>
    public string Code { get; } = code;

    /// <summary>The value that was refused, if there is one to show.</summary>
    public string? Value { get; init; }

    /// <summary>What is allowed instead, if it is a limit or a list.</summary>
    public string? Limit { get; init; }

    /// <summary>The name that AWS gives such an error, for clients that know it by that.</summary>
    public string? AwsError { get; init; }

    /// <summary>When trying again may help, if that can be told.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
