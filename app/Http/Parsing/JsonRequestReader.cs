using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Reads a RecognizeRequest in the JSON mapping of Protocol Buffers (protobuf.dev/programming-guides/json): lowerCamelCase or
/// original field names, null for a default, base64 for bytes. Pictures are decoded where they stand in the body.
/// </summary>
internal static class JsonRequestReader
{
    /// <param name="body">The body; the text of pictures is overwritten with their bytes.</param>
    /// <param name="request">Filled.</param>
    /// <exception cref="ServiceException">The text is not JSON, a field is unknown or of the wrong type, or there are too many of something.</exception>
    public static void Read(Memory<byte> body, RecognitionRequest request) => JsonWalker.Walk(body, request, ReadRequest);

    private static void ReadRequest(ref JsonWalker json, RecognitionRequest request)
    {
        json.OpenObject();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "requestId" or "request_id":
                    request.RequestId = json.Text(field);
                    break;
                case "entityId" or "entity_id":
                    request.EntityId = json.Text(field);
                    break;
                case "missionId" or "mission_id":
                    request.MissionId = json.Text(field);
                    break;
                case "attributes":
                    ReadAttributes(ref json, request);
                    break;
                case "rooms":
                    if (json.OpenArray(field)) while (json.NextElement()) ReadRoom(ref json, request);
                    break;
                case "models":
                    if (json.OpenArray(field)) while (json.NextElement()) request.AddModel(json.CurrentText(field));
                    break;
                case "topK" or "top_k":
                    request.TopK = json.UInt32(field);
                    break;
                case "explain":
                    request.Explain = json.Flag(field);
                    break;
                case "explainLabels" or "explain_labels":
                    if (json.OpenArray(field)) while (json.NextElement()) request.AddExplainLabel(json.CurrentText(field));
                    break;
                case "allowUnknown" or "allow_unknown":
                    request.AllowUnknown = json.Flag(field);
                    break;
                default:
                    throw json.Unknown(field, "requestId, entityId, missionId, attributes, rooms, models, topK, explain, explainLabels, allowUnknown");
            }
        }
    }

    private static void ReadRoom(ref JsonWalker json, RecognitionRequest request)
    {
        json.OpenObject();
        var room = request.AddRoom();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "roomId" or "room_id":
                    room.RoomId = json.Text(field);
                    break;
                case "images":
                    if (json.OpenArray(field)) while (json.NextElement()) request.AddPicture(room, ReadPicture(ref json));
                    break;
                default:
                    throw json.Unknown(field, "roomId, images");
            }
        }
    }

    private static Picture ReadPicture(ref JsonWalker json)
    {
        json.OpenObject();
        Picture? picture = null;
        while (json.NextField() is { } field)
        {
            if (field is not ("content" or "uri")) throw json.Unknown(field, "content, uri");
            json.Read();
            if (json.IsNull) continue;
            if (picture is not null) throw json.Wrong(field, "one of content and uri");
            picture = field == "content" ? new Picture(json.Content(field)) : new Picture(default, json.CurrentText(field));
        }

        return picture ?? default;
    }

    private static void ReadAttributes(ref JsonWalker json, RecognitionRequest request)
    {
        if (!json.OpenFieldObject()) return;
        while (json.NextField() is { } key)
        {
            json.Read();
            request.SetAttribute(key, json.CurrentText("the value"));
        }
    }
}
