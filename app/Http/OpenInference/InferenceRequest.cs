namespace RoomTypes.Http.OpenInference;

/// <summary>What a request of the protocol asks for beside its pictures.</summary>
internal sealed class InferenceRequest
{
    /// <summary>The tensors that can be asked for, in the order in which they are answered.</summary>
    public static readonly string[] Outputs = [Probabilities, Label];

    public const string Input = "image";
    public const string Probabilities = "probabilities";
    public const string Label = "label";

    /// <summary>Comes back with the answer; null if there is none.</summary>
    public string? Id { get; set; }

    /// <summary>Whether outputs come as bytes behind the answer's JSON, where none says of itself.</summary>
    public bool IsBinary { get; set; }

    /// <summary>The tensors that are wanted, and whether each is to come as bytes; none stands for all.</summary>
    public List<(string Name, bool? IsBinary)> Wanted { get; } = [];

    /// <summary>Sizes of the input tensor.</summary>
    public List<uint> Shape { get; } = [];

    /// <summary>Bytes of the input behind the request's JSON; null if it is in there.</summary>
    public uint? BinarySize { get; set; }

    /// <summary>Pictures within the JSON.</summary>
    public List<ReadOnlyMemory<byte>> Pictures { get; } = [];
}
