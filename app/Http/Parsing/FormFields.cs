using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>The fields of a request that come as query parameters or form fields beside the pictures.</summary>
internal static class FormFields
{
    private const string Known = "request_id, entity_id, mission_id, room_id, models, top_k, explain, explain_labels, allow_unknown, attributes.KEY";
    private const string AttributePrefix = "attributes.";

    /// <summary>Takes one field; names may be snake_case or lowerCamelCase.</summary>
    /// <exception cref="ServiceException">The name is unknown or the value not allowed.</exception>
    public static void Set(RecognitionRequest request, string name, string value)
    {
        switch (name)
        {
            case "requestId" or "request_id":
                request.RequestId = value;
                break;
            case "entityId" or "entity_id":
                request.EntityId = value;
                break;
            case "missionId" or "mission_id":
                request.MissionId = value;
                break;
            case "roomId" or "room_id":
                if (request.UnnamedRoomId is { } other && other != value) throw Invalid("field_invalid", name, value, $"one, and {Quote.Of(other)} was before; a picture's own room is the name of its field");
                request.UnnamedRoomId = value;
                break;
            case "models" or "model":
                foreach (var model in List(value)) request.AddModel(model);
                break;
            case "topK" or "top_k":
                request.TopK = uint.TryParse(value, out var topK) ? topK : throw Invalid("field_invalid", name, value, "a whole number from 0 to 4294967295");
                break;
            case "explain":
                request.Explain = Flag(name, value);
                break;
            case "explainLabels" or "explain_labels":
                foreach (var label in List(value)) request.AddExplainLabel(label);
                break;
            case "allowUnknown" or "allow_unknown":
                request.AllowUnknown = Flag(name, value);
                break;
            default:
                if (!name.StartsWith(AttributePrefix, StringComparison.Ordinal)) throw Invalid("field_invalid", "a field", name, Known);
                request.SetAttribute(name[AttributePrefix.Length..], value);
                break;
        }
    }

    private static bool Flag(string name, string value) => value switch { "true" or "1" => true, "false" or "0" => false, _ => throw Invalid("field_invalid", name, value, "true or false") };

    private static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is wrong with a field.</summary>
    public static ServiceException Invalid(string code, string field, string value, string allowed) =>
        new(ErrorKind.Invalid, code, $"{field} is {Quote.Of(value)}; allowed is {allowed}.") { Value = value, Limit = allowed };
}
