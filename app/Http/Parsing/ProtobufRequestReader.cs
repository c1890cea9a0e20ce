using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Http.Parsing;

/// <summary>Reads a serialised RecognizeRequest; pictures stay where they are in the body.</summary>
internal static class ProtobufRequestReader
{
    /// <exception cref="ServiceException">The bytes are not such a message, or there are too many of something.</exception>
    public static void Read(ReadOnlyMemory<byte> body, RecognitionRequest request)
    {
        var reader = new WireReader(nameof(RecognizeRequest), body);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case RecognizeRequest.RequestIdFieldNumber:
                    request.RequestId = reader.Text();
                    break;
                case RecognizeRequest.EntityIdFieldNumber:
                    request.EntityId = reader.Text();
                    break;
                case RecognizeRequest.MissionIdFieldNumber:
                    request.MissionId = reader.Text();
                    break;
                case RecognizeRequest.AttributesFieldNumber:
                    ReadAttribute(reader.Message(), request);
                    break;
                case RecognizeRequest.RoomsFieldNumber:
                    ReadRoom(reader.Message(), request);
                    break;
                case RecognizeRequest.ModelsFieldNumber:
                    request.AddModel(reader.Text());
                    break;
                case RecognizeRequest.TopKFieldNumber:
                    request.TopK = reader.UInt32();
                    break;
                case RecognizeRequest.ExplainFieldNumber:
                    request.Explain = reader.Flag();
                    break;
                case RecognizeRequest.ExplainLabelsFieldNumber:
                    request.AddExplainLabel(reader.Text());
                    break;
                case RecognizeRequest.AllowUnknownFieldNumber:
                    request.AllowUnknown = reader.Flag();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadAttribute(WireReader reader, RecognitionRequest request)
    {
        var (key, value) = ("", "");
        while (reader.Next())
        {
            if (reader.Field == 1) key = reader.Text();
            else if (reader.Field == 2) value = reader.Text();
            else reader.Skip();
        }

        request.SetAttribute(key, value);
    }

    private static void ReadRoom(WireReader reader, RecognitionRequest request)
    {
        var room = request.AddRoom();
        while (reader.Next())
        {
            if (reader.Field == Room.RoomIdFieldNumber) room.RoomId = reader.Text();
            else if (reader.Field == Room.ImagesFieldNumber) request.AddPicture(room, ReadPicture(reader.Message()));
            else reader.Skip();
        }
    }

    private static Picture ReadPicture(WireReader reader)
    {
        var picture = default(Picture);
        while (reader.Next())
        {
            if (reader.Field == Image.ContentFieldNumber) picture = new Picture(reader.Bytes());
            else if (reader.Field == Image.UriFieldNumber) picture = new Picture(default, reader.Text());
            else reader.Skip();
        }

        return picture;
    }
}
