using System.Text.RegularExpressions;

namespace Stacks.Configuration;

/// <summary>Whether pictures of whole missions are answered in AWS, of which and how many at once.</summary>
public sealed record BatchSettings
{
    // 256 KiB are what a child of the map is given: 1,000 keys of 200 bytes.
    private const int MostObjects = 1_000;

    private const string PlaceText = "s3://bucket or s3://bucket/prefix, of letters, digits and - _ . = /";

    private static readonly Regex EndForm = new(@"^[A-Za-z0-9._-]{1,100}\.jsonl$");
    // What stands in a document of states and in patterns of events as it is.
    private static readonly Regex PlaceForm = new("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.=/-]*)?$");
    private static readonly int[] Sizes = [1, 2, 4, 8, 16];

    /// <summary>Whether there is a state machine.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Where pictures and manifests are; null where nothing was said.</summary>
    public string? Input { get; init; }

    /// <summary>Where answers go; null where nothing was said.</summary>
    public string? Output { get; init; }

    /// <summary>Objects of a task.</summary>
    public required int Objects { get; init; }

    /// <summary>Tasks at once.</summary>
    public required int Tasks { get; init; }

    /// <summary>vCPUs of a task, each with 2 GiB.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Percent of a task's items, and of the tasks, that may fail.</summary>
    public required int ToleratedPercent { get; init; }

    /// <summary>Name of the manifests that end a mission and begin its batch; null for none.</summary>
    public string? Trigger { get; init; }

    internal static BatchSettings Read(ConfigReader reader) => new()
    {
        Enabled = reader.OneOf("batch", "none", "Where pictures of whole missions are answered, of which map is a state machine that maps Fargate tasks over objects in S3", "none", "map") == "map",
        Input = reader.Optional("batchInput", "Where missions' pictures and manifests are, in a bucket of the stack's region", PlaceForm, PlaceText),
        Output = reader.Optional("batchOutput", "Where batches write their answers, in a bucket that the account's pipelineBuckets name", PlaceForm, PlaceText),
        Objects = reader.Between("batchObjects", 500, 1, MostObjects, "Objects that a task of a batch is given, each a picture or a manifest of them"),
        Tasks = reader.Between("batchTasks", 10, 1, 1_000, "Tasks of a batch that run at once"),
        Vcpus = reader.OneOf("batchVcpus", 2, "vCPUs of a task of a batch, with 2 GiB of memory each", Sizes),
        ToleratedPercent = reader.Between("batchToleratedPercent", 5, 0, 100, "Percent of a task's items, and of a batch's tasks, that may fail before all has failed"),
        Trigger = reader.Optional("batchTrigger", "Name of the manifest by which a robot ends a mission, and which begins its batch when it is written; empty for none", EndForm, "a file's name that ends with .jsonl"),
    };
}
