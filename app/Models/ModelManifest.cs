namespace RoomTypes.Models;

/// <summary>What manifest.json says of a model: the contract between its training and this service.</summary>
public sealed record ModelManifest
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's version.</summary>
    public required string Version { get; init; }

    /// <summary>The file beside the manifest.</summary>
    public required string File { get; init; }

    /// <summary>The file's SHA-256, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Always "onnx".</summary>
    public required string Format { get; init; }

    /// <summary>float32 or int8.</summary>
    public required string Precision { get; init; }

    /// <summary>The picture tensor: uint8 [-1, height, width, 3], NHWC, RGB.</summary>
    public required TensorSpec Input { get; init; }

    /// <summary>The answers; one is "probabilities", float32 [-1, labels].</summary>
    public required IReadOnlyList<TensorSpec> Outputs { get; init; }

    /// <summary>The names of the last layer's weights; null where explanations are not to be had.</summary>
    public HeadSpec? Head { get; init; }

    /// <summary>How pictures of what the model does not know are told; null where they cannot be.</summary>
    public UnknownSpec? Unknown { get; init; }

    /// <summary>The labels in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>How a picture becomes the input.</summary>
    public required PreprocessingSpec Preprocessing { get; init; }

    /// <summary>Terms of use of the weights and of what they were trained on.</summary>
    public string? License { get; init; }

    internal static ModelManifest Read(ModelDocument document) => new()
    {
        Name = document.Text("name"),
        Version = document.Text("version"),
        File = document.Text("file"),
        Sha256 = document.Text("sha256"),
        Format = document.Text("format"),
        Precision = document.Text("precision"),
        Input = TensorSpec.Read(document.Object("input")),
        Outputs = document.Objects("outputs", TensorSpec.Read),
        Head = document.OptionalObject("head") is { } head ? HeadSpec.Read(head) : null,
        Unknown = document.OptionalObject("unknown") is { } unknown ? UnknownSpec.Read(unknown) : null,
        Labels = document.Texts("labels"),
        Preprocessing = PreprocessingSpec.Read(document.Object("preprocessing")),
        License = document.OptionalText("license"),
    };
}

/// <summary>A tensor of a model.</summary>
public sealed record TensorSpec
{
    /// <summary>The tensor's name in the graph.</summary>
    public required string Name { get; init; }

    /// <summary>uint8 or float32.</summary>
    public required string Type { get; init; }

    /// <summary>The dimensions; -1 is free.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>NHWC, for the input.</summary>
    public string? Layout { get; init; }

    /// <summary>RGB, for the input.</summary>
    public string? Color { get; init; }

    internal static TensorSpec Read(ModelDocument document) => new()
    {
        Name = document.Text("name"),
        Type = document.Text("type"),
        Shape = document.Integers("shape"),
        Layout = document.OptionalText("layout"),
        Color = document.OptionalText("color"),
    };
}

/// <summary>The last layer, which turns the mean of the features into a logit for each label.</summary>
/// <param name="Weight">The graph's initializer of its weights, float32 [labels, channels].</param>
/// <param name="Bias">The graph's initializer of its bias, float32 [labels].</param>
public sealed record HeadSpec(string Weight, string Bias)
{
    internal static HeadSpec Read(ModelDocument document) => new(document.Text("weight"), document.Text("bias"));
}

/// <summary>What tells pictures of what the model does not know: their energy (docs/decisions/0086).</summary>
/// <param name="Logits">The graph's tensor of the logits, float32 [-1, labels], of which the probabilities are made.</param>
/// <param name="Threshold">The energy, in nats, from which on a picture counts as unknown.</param>
public sealed record UnknownSpec(string Logits, double Threshold)
{
    internal static UnknownSpec Read(ModelDocument document) => new(document.Text("logits"), document.Number("threshold"));
}

/// <summary>How a picture becomes the input.</summary>
public sealed record PreprocessingSpec
{
    /// <summary>Width of the input in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the input in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>"squash": the whole picture, its aspect ratio given up.</summary>
    public required string Fit { get; init; }

    /// <summary>"bilinear-antialias": a triangle filter as wide as the reduction.</summary>
    public required string Filter { get; init; }

    internal static PreprocessingSpec Read(ModelDocument document) => new()
    {
        Width = document.Integer("width"),
        Height = document.Integer("height"),
        Fit = document.Text("fit"),
        Filter = document.Text("filter"),
    };
}
