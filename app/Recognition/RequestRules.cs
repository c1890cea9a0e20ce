using RoomTypes.Decoding;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>The limits of recognize.proto, checked in one place for every content type.</summary>
/// <param name="options">What a request's pictures may cost.</param>
public sealed class RequestRules(DecodingOptions options)
{
    private const int LongestRequestId = 128;
    private const int LongestRoomId = 128;
    internal const int LongestAttributeKey = 64;

    /// <summary>The most characters of an entity's id and of others that callers choose.</summary>
    internal const int LongestId = 256;

    /// <summary>The most characters of an attribute's value.</summary>
    internal const int LongestAttributeValue = 256;

    /// <summary>The most attributes of a request.</summary>
    internal const int MostAttributes = 32;

    /// <summary>The most models of a request.</summary>
    internal const int MostModels = 8;

    /// <summary>The most labels of a request that are explained beside the most probable one.</summary>
    internal const int MostExplainLabels = 32;

    /// <summary>Whether the text can be a request id: 1 to 128 of A-Z a-z 0-9 . _ : / = + -</summary>
    public static bool IsRequestId(string text) =>
        text.Length is > 0 and <= LongestRequestId
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '=' or '+' or '-');

    /// <summary>Checks everything that can be known before a picture is decoded, and reads the models' names.</summary>
    /// <exception cref="ServiceException">Names the field, its value and what is allowed.</exception>
    public void Verify(RecognitionRequest request)
    {
        VerifyIds(request);
        VerifyAttributes(request.Attributes);
        VerifyRooms(request);
        VerifyModels(request);
    }

    /// <summary>Checks what the pictures will cost to decode, once all are there.</summary>
    /// <param name="samples">As <see cref="ImageCost"/> counts them.</param>
    /// <exception cref="ServiceException">It is over the limit of a request.</exception>
    public void VerifyCost(long samples)
    {
        var most = options.MaxRequestSamples;
        if (samples <= most) return;
        throw new ServiceException(
            ErrorKind.TooLarge, "images_too_costly",
            $"The pictures have {samples:N0} samples to decode; allowed are at most {most:N0} a request. Send fewer or smaller pictures a request, or raise RoomType:Decoding:MaxRequestSamples.")
        {
            Value = $"{samples}",
            Limit = $"{most} samples",
        };
    }

    internal static ServiceException TooManyRooms(int most) => TooMany("rooms_too_many", "rooms", most);

    internal static ServiceException TooManyPictures(int most) => TooMany("images_too_many", "pictures", most);

    internal static ServiceException TooManyAttributes() => TooMany("attributes_too_many", "attributes", MostAttributes);

    internal static ServiceException TooManyModels() => TooMany("models_too_many", "models", MostModels);

    internal static ServiceException TooManyExplainLabels() => TooMany("explain_labels_too_many", "explain_labels", MostExplainLabels);

    private static ServiceException TooMany(string code, string what, int most) =>
        Invalid(code, $"the number of {what}", $"over {most}", $"at most {most} a request");

    private static void VerifyIds(RecognitionRequest request)
    {
        if (request.RequestId.Length > 0 && !IsRequestId(request.RequestId))
        {
            throw Invalid("request_id_invalid", "request_id", request.RequestId, $"1 to {LongestRequestId} of A-Z a-z 0-9 . _ : / = + -");
        }

        VerifyText("entity_id", request.EntityId, LongestId);
        VerifyText("mission_id", request.MissionId, LongestId);
    }

    private static void VerifyAttributes(Dictionary<string, string> attributes)
    {
        foreach (var (key, value) in attributes)
        {
            if (key.Length is 0 or > LongestAttributeKey)
            {
                throw Invalid("attribute_key_invalid", "an attribute's key", key, $"1 to {LongestAttributeKey} characters");
            }

            VerifyText($"attributes[{key}]", value, LongestAttributeValue);
        }
    }

    private static void VerifyRooms(RecognitionRequest request)
    {
        if (request.Rooms.Count == 0) throw Invalid("rooms_missing", "the number of rooms", "0", "at least 1");
        var seen = new HashSet<string>();
        foreach (var room in request.Rooms)
        {
            VerifyText("room_id", room.RoomId, LongestRoomId);
            if (!seen.Add(room.RoomId)) throw Invalid("room_id_repeated", "a room_id", room.RoomId, "each id once; put all pictures of a room together");
            if (room.Pictures.Count == 0) throw Invalid("images_missing", $"the number of pictures of room '{room.RoomId}'", "0", "at least 1");
        }
    }

    private static void VerifyModels(RecognitionRequest request)
    {
        foreach (var text in request.Models)
        {
            if (!ModelReference.TryParse(text, out var reference))
            {
                throw Invalid("model_malformed", "a model", text, "name or name@version, for example room-type@2");
            }

            if (request.ModelReferences.Contains(reference)) throw Invalid("model_repeated", "a model", text, "each model once");
            request.ModelReferences.Add(reference);
        }
    }

    private static void VerifyText(string field, string value, int longest)
    {
        // PostgreSQL cannot keep it: the answer's events would be lost.
        if (value.Contains('\0')) throw Invalid("value_invalid", field, "text with the character U+0000", "text without it");
        if (value.Length > longest) throw Invalid("value_too_long", field, $"{value.Length} characters", $"at most {longest} characters");
    }

    private static ServiceException Invalid(string code, string field, string value, string allowed) =>
        new(ErrorKind.Invalid, code, $"{field} is {Quote.Of(value)}; allowed is {allowed}.") { Value = value, Limit = allowed };
}
