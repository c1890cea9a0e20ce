using System.Text.Json;
using System.Text.Json.Serialization;

namespace RoomTypes.Size;

/// <summary>List prices of a region in USD, on demand, as a file of prices/ has them.</summary>
/// <param name="Region">The region.</param>
/// <param name="Date">When they were looked up.</param>
/// <param name="Processors">By processor: x64, arm64.</param>
/// <param name="LambdaRequest">A request to a function.</param>
/// <param name="NodeGbPerVcpu">Memory of a node by vCPU, GB.</param>
/// <param name="EksClusterHour">An hour of a cluster's control plane.</param>
public sealed record Prices(
    string Region, string Date, IReadOnlyDictionary<string, ProcessorPrices> Processors, double LambdaRequest, double NodeGbPerVcpu, double EksClusterHour)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="SizeException">It cannot be read.</exception>
    public static Prices Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SizeJson.Default.Prices) ?? throw new JsonException("it holds null.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SizeException($"The prices {file} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Those of a processor.</summary>
    /// <exception cref="SizeException">There are none.</exception>
    public ProcessorPrices Of(string processor) => Processors.TryGetValue(processor, out var prices)
        ? prices
        : throw new SizeException($"There are no prices for '{processor}'; there are for {string.Join(", ", Processors.Keys)}.");
}

/// <summary>List prices that differ by processor, in USD.</summary>
/// <param name="LambdaGbSecond">A GB-second of a function.</param>
/// <param name="FargateVcpuHour">A vCPU-hour of a task.</param>
/// <param name="FargateGbHour">A GB-hour of a task.</param>
/// <param name="Node">The family of the nodes' instances.</param>
/// <param name="NodeVcpuHour">An hour of a node by vCPU.</param>
public sealed record ProcessorPrices(double LambdaGbSecond, double FargateVcpuHour, double FargateGbHour, string Node, double NodeVcpuHour);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Prices))]
[JsonSerializable(typeof(Sizing))]
internal sealed partial class SizeJson : JsonSerializerContext;
