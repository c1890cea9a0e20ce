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
                UnknownScore = 0.13f,
            },
        },
        Timings = new Timings { TotalMs = 5.1, ParseMs = 0.1, QueueMs = 0.1, DecodeMs = 2.4, InferMs = 2.2, Cache = { CacheStatus.Miss } },
    };

    public static JsonNode? Experiments() => JsonSerializer.SerializeToNode(
        new ExperimentList("local",
        [
            new FeatureDescription
            {
                Name = "room-type-model",
                DefaultVariation = "production",
                Variations = new Dictionary<string, string> { ["production"] = "room-type@2", ["hardened"] = "room-type@3" },
                EntityOverrides = 0,
                Experiment = new ExperimentDescription
                {
                    Name = "hardened-against-production",
                    Status = "running",
                    Exposure = 1,
                    Control = "production",
                    Shares = new Dictionary<string, double> { ["production"] = 0.5, ["hardened"] = 0.5 },
                    Metrics = ["correction_rate", "confidence"],
                },
            },
        ]),
        ExperimentListJson.Default.ExperimentList);

    public static JsonNode? ExperimentChanged() => JsonSerializer.SerializeToNode(
        new ExperimentChanged(
            "5f1d3c02a9b4e786",
            new DateTimeOffset(2026, 11, 21, 12, 0, 11, TimeSpan.Zero),
            new ExperimentDescription
            {
                Name = "hardened-against-production",
                Status = "running",
                Start = new DateTimeOffset(2026, 11, 7, 8, 0, 0, TimeSpan.Zero),
                Exposure = 1,
                Control = "production",
                Shares = new Dictionary<string, double> { ["production"] = 0.5, ["hardened"] = 0.5 },
                Later = [new PhaseDescription(new DateTimeOffset(2026, 11, 21, 12, 0, 11, TimeSpan.Zero), new Dictionary<string, double> { ["production"] = 0.25, ["hardened"] = 0.75 })],
                Metrics = ["correction_rate", "confidence"],
            }),
        ExperimentChangeJson.Default.ExperimentChanged);

    public static JsonNode? Plan() => JsonSerializer.SerializeToNode(
        new ExperimentPlanResult("hardened-against-production", 28, 12_000, 1,
        [
            new MetricPlanResult("correction_rate", IsShare: true, 0.117, 0.12, [new PlanStepResult(28, 12_000, 0.016, 0.019, 0.024)], 0.02, new PlanNeedsResult(new PlanStepResult(18, 7_700, 0.02, 0.024, 0.03), new PlanStepResult(26, 11_100, 0.017, 0.02, 0.025), new PlanStepResult(41, 17_600, 0.013, 0.016, 0.02))),
        ]),
        ExperimentPlanJson.Default.ExperimentPlanResult);

    public static JsonNode? Results() => JsonSerializer.SerializeToNode(
        new ExperimentResults
        {
            Experiment = "hardened-against-production",
            Until = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
            Verdict = "better",
            VerdictVariation = "hardened",
            Summary = "'hardened' is better by 1.2 to 3.4 points (correction_rate is lower); safe to stop.",
            Split = new SplitResult(false, 1, 0.62, [new SplitVariation("production", 0.5, 6_012), new SplitVariation("hardened", 0.5, 5_958)], 3, 0.0003, 0),
            Metrics =
            [
                new MetricResult(
                    "correction_rate", HigherIsBetter: false, IsShare: true,
                    [
                        new VariationResult("production", 6_012, 0.117, new IntervalResult(0.108, 0.126)),
                        new VariationResult("hardened", 5_958, 0.094, new IntervalResult(0.086, 0.102)),
                    ],
                    [
                        new ComparisonResult
                        {
                            Variation = "hardened",
                            Difference = -0.023,
                            RelativeDifference = -0.197,
                            AnytimeValid = new InferenceResult(new IntervalResult(-0.034, -0.012), 4e-6, 4e-6),
                            FixedHorizon = new InferenceResult(new IntervalResult(-0.030, -0.016), 1e-9, 1e-9),
                            VarianceExplained = 0.18,
                            MinimumDetectableEffect = 0.014,
                            EntitiesNeeded = 4_900,
                            IsEnough = true,
                        },
                    ]),
            ],
            Breakdown = new BreakdownResult(24, [new AttributeResult("site", 1, [new GroupResult("value", "berlin", new GroupSplit(false, 1, [new SplitVariation("production", 0.5, 6_012), new SplitVariation("hardened", 0.5, 5_958)]), [])])]),
        },
        ExperimentResultsJson.Default.ExperimentResults);

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
