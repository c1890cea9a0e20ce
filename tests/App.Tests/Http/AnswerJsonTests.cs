using System.Text.Json.Nodes;
using Google.Protobuf;
using RoomTypes.Http;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http;

/// <summary>Google's formatter is the reference.</summary>
public sealed class AnswerJsonTests
{
    private static readonly JsonFormatter Reference = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static TheoryData<RecognizeResponse> Responses() => new(
        new RecognizeResponse(),
        new RecognizeResponse { Rooms = { new RoomPrediction() }, Timings = new Timings() },
        Response(0.944f, "kitchen"),
        Response(float.Epsilon, "\" \\ / \b\f\n\r\t \u0001 \u007f <&>' \u2028"),
        Response(1e-7f, "k\u00fcche \u53a8\u623f \ud83c\udf73"),
        Response(float.NaN, ""),
        Response(float.PositiveInfinity, "a"),
        Response(float.NegativeInfinity, "b"));

    public static TheoryData<FeedbackOutcome> Outcomes() => new([.. Enum.GetValues<FeedbackOutcome>(), (FeedbackOutcome)99]);

    public static TheoryData<RoomType> Types() => new([.. Enum.GetValues<RoomType>(), (RoomType)99, (RoomType)(-1)]);

    [Theory]
    [MemberData(nameof(Responses))]
    public void Write_AResponse_IsTheReferences(RecognizeResponse response) => AssertSame(response, AnswerJson.Write(response));

    [Theory]
    [MemberData(nameof(Types))]
    public void Write_EveryRoomType_IsTheReferences(RoomType type)
    {
        var response = new RecognizeResponse { Rooms = { new RoomPrediction { RoomType = type } } };
        AssertSame(response, AnswerJson.Write(response));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Write_EveryOutcome_IsTheReferences(FeedbackOutcome outcome)
    {
        var response = new FeedbackResponse { FeedbackId = "f-1", Outcome = outcome, Detail = "Kept." };
        AssertSame(response, AnswerJson.Write(response));
    }

    private static void AssertSame(IMessage message, ReadOnlyMemory<byte> json)
    {
        var (expected, actual) = (JsonNode.Parse(Reference.Format(message)), JsonNode.Parse(json.Span));
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected}, was {actual}");
    }

    private static RecognizeResponse Response(float number, string text) => new()
    {
        RequestId = text,
        Rooms =
        {
            new RoomPrediction
            {
                RoomId = text,
                PredictionId = text,
                RoomType = RoomType.LivingRoom,
                Confidence = number,
                Scores = { new Score { Label = text, RoomType = RoomType.DiningRoom, Probability = number }, new Score() },
                Model = new ModelRef { Name = text, Version = "2" },
                Assignment = new Assignment { Feature = text, Variation = "control", Reason = text },
                ImageCount = uint.MaxValue,
                Failures = { new ImageFailure { Index = 7, Code = "image_truncated", Message = text } },
            },
            new RoomPrediction { RoomId = "2" },
        },
        Timings = new Timings { TotalMs = number, ParseMs = double.MaxValue, QueueMs = 0.1, DecodeMs = 12.5, InferMs = double.Epsilon },
    };
}
