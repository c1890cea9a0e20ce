using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Batch.Items;
using RoomTypes.Batch.Output;
using RoomTypes.Batch.Work;

namespace RoomTypes.Batch;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BatchItem))]
[JsonSerializable(typeof(ManifestLine))]
[JsonSerializable(typeof(IReadOnlyList<ManifestLine>))]
[JsonSerializable(typeof(BatchResult))]
[JsonSerializable(typeof(BatchFailure))]
[JsonSerializable(typeof(JournalHead))]
[JsonSerializable(typeof(JournalPart))]
[JsonSerializable(typeof(BatchSummary))]
internal sealed partial class BatchJson : JsonSerializerContext;
