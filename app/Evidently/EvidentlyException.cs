namespace RoomTypes.Evidently;

/// <summary>An error of the Evidently API: its HTTP status and its type's name, which clients turn into exceptions.</summary>
internal sealed class EvidentlyException(int status, string type, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    /// <summary>The field that was refused, of a validation.</summary>
    public string? Field { get; private init; }

    /// <summary>Why a validation failed: unknownOperation, cannotParse, fieldValidationFailed or other.</summary>
    public string Reason { get; private init; } = "other";

    /// <summary>What was not found or is in the way.</summary>
    public string? ResourceId { get; private init; }

    /// <summary>Its kind, for example feature.</summary>
    public string? ResourceType { get; private init; }

    public static EvidentlyException Invalid(string field, string value, string allowed) => new(
        StatusCodes.Status400BadRequest, "ValidationException", $"{field} is '{(value.Length > 80 ? value[..80] + "..." : value)}'; allowed is {allowed}.")
    {
        Field = field,
        Reason = "fieldValidationFailed",
    };

    public static EvidentlyException Refused(string message, string reason = "other") =>
        new(StatusCodes.Status400BadRequest, "ValidationException", message) { Reason = reason };

    public static EvidentlyException Denied(string message) => new(StatusCodes.Status403Forbidden, "AccessDeniedException", message);

    public static EvidentlyException NotJson(string? contentType) => new(
        StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaTypeException", $"The content type is {Quote.Of(contentType ?? "")}; allowed is application/json.");

    public static EvidentlyException NotFound(string kind, string name) =>
        new(StatusCodes.Status404NotFound, "ResourceNotFoundException", $"There is no {kind} '{name}'.") { ResourceId = name, ResourceType = kind };

    public static EvidentlyException Conflict(string kind, string name, string message) =>
        new(StatusCodes.Status409Conflict, "ConflictException", message) { ResourceId = name, ResourceType = kind };

    public static EvidentlyException Throttled(string message) =>
        new(StatusCodes.Status429TooManyRequests, "ThrottlingException", message);

    public static EvidentlyException Unavailable(string message) =>
        new(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableException", message);
}
