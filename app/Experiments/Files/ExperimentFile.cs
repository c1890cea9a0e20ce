using System.Globalization;
using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Experiments.Files;

/// <summary>The experiments file cannot be used. The message lists every problem, one a line.</summary>
/// <param name="path">The file.</param>
/// <param name="errors">One sentence a problem.</param>
public sealed class ExperimentFileException(string path, IReadOnlyList<string> errors)
    : Exception($"The experiments of {Path.GetFileName(path)} cannot be used:\n  " + string.Join("\n  ", errors))
{
    /// <summary>Of a file that cannot be read, without its folder, which the system's own words name.</summary>
    internal static ExperimentFileException Unreadable(string path, Exception exception) => new(path, [exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "The file does not exist.",
        UnauthorizedAccessException => "The file may not be read by the service's user.",
        _ => "The file cannot be read.",
    }]);
}

/// <summary>A state of the file.</summary>
/// <param name="Text">As it is written, UTF-8.</param>
/// <param name="Features">What it says.</param>
internal sealed record ExperimentContent(byte[] Text, IReadOnlyList<Feature> Features)
{
    /// <summary>Tells this state from another: 16 hexadecimal digits.</summary>
    public string Revision { get; } = XxHash64.Compute(Text, 0).ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>Reads features from a file.</summary>
public static class ExperimentFile
{
    /// <summary>How it is written: with comments and commas at the end of lists.</summary>
    internal static readonly JsonReaderOptions Syntax = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The features of the file.</summary>
    /// <exception cref="ExperimentFileException">It is not there, no JSON, or says what cannot be; lists everything.</exception>
    public static IReadOnlyList<Feature> Read(string path) => ReadContent(path).Features;

    /// <summary>The file.</summary>
    /// <inheritdoc cref="Read"/>
    internal static ExperimentContent ReadContent(string path)
    {
        try
        {
            var text = File.ReadAllBytes(path);
            return new(text, Parse(text, path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ExperimentFileException.Unreadable(path, exception);
        }
    }

    /// <summary>The features of the text.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="ExperimentFileException">It is no JSON, or says what cannot be; lists everything.</exception>
    public static IReadOnlyList<Feature> Parse(ReadOnlySpan<byte> json, string path)
    {
        ExperimentDocument? document;
        try
        {
            var text = StrictJson.WithoutBom(json);
            StrictJson.Verify(text, Syntax);
            document = JsonSerializer.Deserialize(text, ExperimentDocumentJson.Default.ExperimentDocument);
        }
        catch (JsonException exception)
        {
            throw new ExperimentFileException(path, [exception.Message]);
        }

        var builder = new FeatureBuilder();
        var features = document is null ? [] : builder.Build(document);
        return builder.Errors.Count == 0 ? features : throw new ExperimentFileException(path, builder.Errors);
    }
}
