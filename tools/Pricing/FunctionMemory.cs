namespace RoomTypes.Pricing;

/// <summary>What memory gives a function, and an endpoint of SageMaker without instances, of which AWS tells nothing else.</summary>
/// <remarks>Lambda's developer guide, "Configure Lambda function memory".</remarks>
public static class FunctionMemory
{
    private const double MegabytesPerVcpu = 1769;

    /// <summary>vCPUs, which grow with memory.</summary>
    public static double Vcpus(double megabytes) => megabytes / MegabytesPerVcpu;
}
