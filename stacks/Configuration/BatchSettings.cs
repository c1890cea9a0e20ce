using System.Text.RegularExpressions;

namespace Stacks.Configuration;

/// <summary>Whether pictures of whole missions are answered in AWS, of which and how many at once.</summary>
public sealed record BatchSettings
{
    // 256 KiB are what a child of the map is given: 1,000 keys of 200 bytes.
    private const int MostObjects = 1_000;

    /// <summary>How manifests of JSON lines end.</summary>
    internal const string LinesEnd = ".jsonl";

    /// <summary>Seconds that an object may take in a job, where it waits for those before it.</summary>
    internal const int SecondsOfAnObject = 600;

    /// <summary>Instances that a job has at most.</summary>
    internal const int MostInstances = 100;

    /// <summary>Characters of a stack's name that those of its jobs, 63 with a hyphen and twelve of their own, leave.</summary>
    internal const int LongestStack = 50;

    private const string PlaceText = "s3://bucket or s3://bucket/prefix, of letters, digits and - _ . = /";

    private static readonly Regex EndForm = new(@"^[A-Za-z0-9._-]{1,100}\.jsonl?$");
    // What stands in a document of states and in patterns of events as it is.
    private static readonly Regex PlaceForm = new("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.=/-]*)?$");
    private static readonly int[] Sizes = [1, 2, 4, 8, 16];

    /// <summary>What answers them.</summary>
    public required BatchKind Kind { get; init; }

    /// <summary>Whether there is a state machine.</summary>
    public bool Enabled => Kind != BatchKind.None;

    /// <summary>Where pictures and manifests are; null where nothing was said.</summary>
    public string? Input { get; init; }

    /// <summary>Where answers go; null where nothing was said.</summary>
    public string? Output { get; init; }

    /// <summary>Objects of a task of a map.</summary>
    public required int Objects { get; init; }

    /// <summary>Tasks of a map at once, or instances of a job.</summary>
    public required int Tasks { get; init; }

    /// <summary>vCPUs of a task or an instance, each with 2 GiB.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Percent of a task's items, and of a map's tasks, that may fail.</summary>
    public required int ToleratedPercent { get; init; }

    /// <summary>Name of the manifests that end a mission and begin its batch; null for none.</summary>
    public string? Trigger { get; init; }

    /// <summary>What a job's instances are: x64, and without disks of their own, which SageMaker encrypts with no key of ours.</summary>
    internal string InstanceType => $"ml.c7i.{Vcpus switch { 2 => "large", 4 => "xlarge", 8 => "2xlarge", _ => "4xlarge" }}";

    internal static BatchSettings Read(ConfigReader reader) => new()
    {
        Kind = Enum.TryParse<BatchKind>(reader.OneOf("batch", "none", "Where pictures of whole missions are answered, of which map is a state machine that maps Fargate tasks over objects in S3, and sagemaker one that runs jobs of Batch Transform", "none", "map", "sagemaker"), ignoreCase: true, out var kind) ? kind : BatchKind.None,
        Input = reader.Optional("batchInput", "Where missions' pictures and manifests are, in a bucket of the stack's region", PlaceForm, PlaceText),
        Output = reader.Optional("batchOutput", "Where batches write their answers, in a bucket that the account's pipelineBuckets name", PlaceForm, PlaceText),
        Objects = reader.Between("batchObjects", 500, 1, MostObjects, "Objects that a task of a map is given, each a picture or a manifest of them"),
        Tasks = reader.Between("batchTasks", 10, 1, 1_000, "Tasks of a map that run at once, or instances of a job of Batch Transform, of which one has 100 at most"),
        Vcpus = reader.OneOf("batchVcpus", 2, "vCPUs of a task of a map, or of an instance of a job (ml.c7i, 2 at least), with 2 GiB of memory each", Sizes),
        ToleratedPercent = reader.Between("batchToleratedPercent", 5, 0, 100, "Percent of a task's items, and of a map's tasks, that may fail before all has failed; a job tells in its answers which objects it could not read"),
        Trigger = reader.Optional("batchTrigger", "Name of the manifest by which a robot ends a mission, and which begins its batch when it is written; empty for none", EndForm, "a file's name that ends with .jsonl, or with .json for a job of Batch Transform"),
    };
}

/// <summary>What answers pictures of whole missions.</summary>
public enum BatchKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Fargate tasks, which a distributed map runs.</summary>
    Map,

    /// <summary>Jobs of SageMaker's Batch Transform.</summary>
    SageMaker,
}
