using System.Text;
using Pipelines;

namespace RoomTypes.PipelineTool;

/// <summary>A pipeline and the digest of its text: a run goes on only with the text that it began with.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Digest">64 hexadecimal digits.</param>
internal sealed record Definition(Pipeline Pipeline, string Digest)
{
    /// <summary>Reads a file, or what this program was built with.</summary>
    /// <exception cref="PipelineException">It is not there, or not allowed.</exception>
    public static Definition Read(string? file)
    {
        var pipeline = file is null ? PipelineFile.Shipped() : PipelineFile.Read(file);
        return new(pipeline, Models.Digest.Compute(Encoding.UTF8.GetBytes(file is null ? PipelineFile.ShippedText() : File.ReadAllText(file))));
    }
}
