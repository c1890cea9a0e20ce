namespace RoomTypes.Models;

/// <summary>What a manifest must say for this service to serve its model.</summary>
internal static class ManifestRules
{
    /// <summary>Compares the manifest with its registry entry and with what the service can do.</summary>
    /// <exception cref="ModelUnavailableException">Names every value that differs and what was expected.</exception>
    public static void Verify(RegisteredModel registered, ModelManifest manifest)
    {
        var differences = Differences(registered, manifest).ToList();
        if (differences.Count > 0)
        {
            throw new ModelUnavailableException($"The manifest of {registered.Reference} cannot be used: {string.Join("; ", differences)}.");
        }
    }

    private static IEnumerable<string> Differences(RegisteredModel registered, ModelManifest manifest)
    {
        var (input, preprocessing) = (manifest.Input, manifest.Preprocessing);
        int[] shape = [-1, preprocessing.Height, preprocessing.Width, 3];
        (string Name, string? Actual, string Expected)[] facts =
        [
            ("name", manifest.Name, registered.Name),
            ("version", manifest.Version, registered.Version),
            ("sha256", manifest.Sha256.ToLowerInvariant(), registered.Sha256.ToLowerInvariant()),
            ("precision", manifest.Precision, registered.Precision),
            ("labels", string.Join(", ", manifest.Labels), string.Join(", ", registered.Labels)),
            ("format", manifest.Format, "onnx"),
            ("input.type", input.Type, "uint8"),
            ("input.layout", input.Layout, "NHWC"),
            ("input.color", input.Color, "RGB"),
            ("input.shape", string.Join(", ", input.Shape), string.Join(", ", shape)),
            ("preprocessing.fit", preprocessing.Fit, "squash"),
            ("preprocessing.filter", preprocessing.Filter, "bilinear-antialias"),
        ];
        foreach (var (name, actual, expected) in facts)
        {
            if (actual != expected) yield return $"{name} is {actual ?? "missing"}, expected {expected}";
        }

        if (preprocessing is not { Width: >= 1 and <= 4096, Height: >= 1 and <= 4096 })
        {
            yield return $"the input is {preprocessing.Width} x {preprocessing.Height}, allowed are 1 x 1 to 4096 x 4096";
        }

        if (manifest.Labels.Count < 2 || manifest.Labels.Distinct().Count() != manifest.Labels.Count)
        {
            yield return $"labels are {string.Join(", ", manifest.Labels)}, expected at least two, each once";
        }
    }
}
