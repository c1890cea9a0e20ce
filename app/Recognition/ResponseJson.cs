using System.Text;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>Writes messages of the contract as JSON, in the proto3 mapping.</summary>
internal static class ResponseJson
{
    /// <summary>Zeros are written too: a reader of the JSON sees every number.</summary>
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>UTF-8.</summary>
    public static byte[] Write(IMessage message) => Encoding.UTF8.GetBytes(Formatter.Format(message));

    /// <summary>Writes an answer that nobody reads: reading the contract's descriptors takes as long as a picture, and need not wait for one.</summary>
    public static void Prepare()
    {
        var room = new RoomPrediction { Model = new ModelRef(), Assignment = new Assignment(), Scores = { new Score() }, Failures = { new ImageFailure() } };
        Write(new RecognizeResponse { Rooms = { room }, Timings = new Timings() });
    }
}
