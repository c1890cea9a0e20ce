using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>
/// Writes the contract's answers as JSON, in the proto3 mapping (https://protobuf.dev/programming-guides/json/), zeros too: a reader of
/// the JSON sees every number. Google's formatter would read the contract's descriptors at the start and reflect for every answer.
/// </summary>
internal static class AnswerJson
{
    private const int FirstGuess = 1024;

    // Never within HTML: quotation marks and letters of every language may stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly string[] RoomTypeValues = Values<RoomType>("ROOM_TYPE_");
    private static readonly string[] CacheStatusValues = Values<CacheStatus>("CACHE_STATUS_");
    private static readonly string[] OutcomeValues = Values<FeedbackOutcome>("FEEDBACK_OUTCOME_");

    /// <summary>UTF-8.</summary>
    public static ReadOnlyMemory<byte> Write(RecognizeResponse response) => Object(writer =>
    {
        writer.WriteString("requestId"u8, response.RequestId);
        writer.WriteStartArray("rooms"u8);
        foreach (var room in response.Rooms) Room(writer, room);
        writer.WriteEndArray();
        if (response.Timings is { } timings) Timings(writer, timings);
    });

    /// <summary>UTF-8.</summary>
    public static ReadOnlyMemory<byte> Write(FeedbackResponse response) => Object(writer =>
    {
        writer.WriteString("feedbackId"u8, response.FeedbackId);
        Value(writer, "outcome"u8, OutcomeValues, (int)response.Outcome);
        writer.WriteString("detail"u8, response.Detail);
    });

    private static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstGuess);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void Room(Utf8JsonWriter writer, RoomPrediction room)
    {
        writer.WriteStartObject();
        writer.WriteString("roomId"u8, room.RoomId);
        writer.WriteString("predictionId"u8, room.PredictionId);
        Value(writer, "roomType"u8, RoomTypeValues, (int)room.RoomType);
        Number(writer, "confidence"u8, room.Confidence);
        writer.WriteStartArray("scores"u8);
        foreach (var score in room.Scores) Score(writer, score);
        writer.WriteEndArray();
        if (room.Model is { } model) Model(writer, model);
        if (room.Assignment is { } assignment) Assignment(writer, assignment);
        writer.WriteNumber("imageCount"u8, room.ImageCount);
        writer.WriteStartArray("failures"u8);
        foreach (var failure in room.Failures) Failure(writer, failure);
        writer.WriteEndArray();
        writer.WriteStartArray("activationMaps"u8);
        foreach (var map in room.ActivationMaps) ActivationMap(writer, map);
        writer.WriteEndArray();
        if (room.HasUnknownScore) Number(writer, "unknownScore"u8, room.UnknownScore);
        writer.WriteEndObject();
    }

    private static void Score(Utf8JsonWriter writer, Score score)
    {
        writer.WriteStartObject();
        writer.WriteString("label"u8, score.Label);
        Value(writer, "roomType"u8, RoomTypeValues, (int)score.RoomType);
        Number(writer, "probability"u8, score.Probability);
        writer.WriteEndObject();
    }

    private static void Model(Utf8JsonWriter writer, ModelRef model)
    {
        writer.WriteStartObject("model"u8);
        writer.WriteString("name"u8, model.Name);
        writer.WriteString("version"u8, model.Version);
        writer.WriteEndObject();
    }

    private static void Assignment(Utf8JsonWriter writer, Assignment assignment)
    {
        writer.WriteStartObject("assignment"u8);
        writer.WriteString("feature"u8, assignment.Feature);
        writer.WriteString("variation"u8, assignment.Variation);
        writer.WriteString("reason"u8, assignment.Reason);
        writer.WriteEndObject();
    }

    private static void Failure(Utf8JsonWriter writer, ImageFailure failure)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, failure.Index);
        writer.WriteString("code"u8, failure.Code);
        writer.WriteString("message"u8, failure.Message);
        writer.WriteEndObject();
    }

    private static void ActivationMap(Utf8JsonWriter writer, ActivationMap map)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, map.Index);
        writer.WriteString("label"u8, map.Label);
        Value(writer, "roomType"u8, RoomTypeValues, (int)map.RoomType);
        writer.WriteNumber("width"u8, map.Width);
        writer.WriteNumber("height"u8, map.Height);
        writer.WriteStartArray("values"u8);
        foreach (var value in map.Values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
        Number(writer, "minimum"u8, map.Minimum);
        Number(writer, "maximum"u8, map.Maximum);
        Number(writer, "bias"u8, map.Bias);
        writer.WriteEndObject();
    }

    private static void Timings(Utf8JsonWriter writer, Timings timings)
    {
        writer.WriteStartObject("timings"u8);
        Number(writer, "totalMs"u8, timings.TotalMs);
        Number(writer, "parseMs"u8, timings.ParseMs);
        Number(writer, "queueMs"u8, timings.QueueMs);
        Number(writer, "decodeMs"u8, timings.DecodeMs);
        Number(writer, "inferMs"u8, timings.InferMs);
        writer.WriteStartArray("cache"u8);
        foreach (var status in timings.Cache) Value(writer, CacheStatusValues, (int)status);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // What is not a number is a string in the mapping: NaN, Infinity, -Infinity.
    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteString(name, NotFinite(value));
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, float value)
    {
        if (float.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteString(name, NotFinite(value));
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    // A value that this version of the contract does not name is its number.
    private static void Value(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string[] values, int value)
    {
        if ((uint)value < (uint)values.Length) writer.WriteString(name, values[value]);
        else writer.WriteNumber(name, value);
    }

    private static void Value(Utf8JsonWriter writer, string[] values, int value)
    {
        if ((uint)value < (uint)values.Length) writer.WriteStringValue(values[value]);
        else writer.WriteNumberValue(value);
    }

    // The contract counts its values from zero, without gaps.
    private static string[] Values<T>(string prefix) where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => prefix + RoomTypeNames.Snake(name).ToUpperInvariant())];
}
