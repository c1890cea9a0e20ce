using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Http.OpenApi;

/// <summary>Examples that a reader can send and will get.</summary>
internal static class Examples
{
    /// <summary>The smallest picture that shows the shape of a request: a PNG of one grey pixel.</summary>
    private const string GreyPixelPng = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    public static RecognizeRequest Request { get; } = new()
    {
        EntityId = "robot-4711",
        MissionId = "mission-42",
        Attributes = { ["country"] = "DE" },
        Rooms = { new Room { RoomId = "room-1", Images = { new Image { Content = ByteString.FromBase64(GreyPixelPng) } } } },
        Models = { "room-type@2" },
        TopK = 2,
    };

    public static RecognizeResponse Response { get; } = new()
    {
        RequestId = "01a1fdc88a487cc793e5063f1e87a411",
        Rooms =
        {
            new RoomPrediction
            {
                RoomId = "room-1",
                PredictionId = "01a1fdc88ade7a0ea81a1eeda7d8ae57",
                RoomType = RoomType.Kitchen,
                Confidence = 0.944f,
                Scores =
                {
                    new Score { Label = "kitchen", RoomType = RoomType.Kitchen, Probability = 0.944f },
                    new Score { Label = "bathroom", RoomType = RoomType.Bathroom, Probability = 0.027f },
                },
                Model = new ModelRef { Name = "room-type", Version = "2" },
                ImageCount = 1,
            },
        },
        Timings = new Timings { TotalMs = 5.1, ParseMs = 0.1, QueueMs = 0.1, DecodeMs = 2.4, InferMs = 2.2 },
    };

    public static FeedbackRequest Feedback { get; } = new()
    {
        PredictionId = Response.Rooms[0].PredictionId,
        CorrectRoomType = RoomType.DiningRoom,
    };

    public static FeedbackResponse FeedbackResponse { get; } = new()
    {
        FeedbackId = "d2d8b06d4c2a8f0b9d41c7f8f3f6f0aa",
        Outcome = FeedbackOutcome.Joined,
        Detail = "Kept.",
    };

    /// <summary>The message as JSON.</summary>
    public static JsonNode? Json(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message));

    /// <summary>A problem as it is answered.</summary>
    public static JsonNode? Problem(int status, string code, string detail) =>
        JsonSerializer.SerializeToNode(Problems.Make(status, code, detail, Response.RequestId, traceId: null), ProblemJson.Default.Problem);
}
