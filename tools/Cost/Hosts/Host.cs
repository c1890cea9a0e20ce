using RoomTypes.Pricing;

namespace RoomTypes.Cost.Hosts;

/// <summary>What runs the service, with its size and limits, as a plan has it.</summary>
/// <param name="Kind">Lambda, Lambda's instances, Fargate, EKS, EC2, SageMaker, or SageMaker without instances.</param>
/// <param name="Processor">x64 or arm64.</param>
/// <param name="Vcpus">Of one environment, task, pod or instance.</param>
/// <param name="Gigabytes">Of one.</param>
public abstract record Host(string Kind, string Processor, double Vcpus, double Gigabytes);

/// <summary>Functions, and endpoints of SageMaker without instances: an environment a request, as many as there are requests at once.</summary>
/// <param name="Processor">x64 or arm64.</param>
/// <param name="Vcpus">By memory.</param>
/// <param name="Gigabytes">Of memory.</param>
/// <param name="Most">Environments at once; beyond it callers get 429.</param>
/// <param name="Warm">Environments that are kept ready, at least.</param>
/// <param name="WarmMost">Environments that are kept ready, at most.</param>
/// <param name="WarmTarget">Of what is kept ready, the part that is in use when there is enough.</param>
public sealed record FunctionHost(string Processor, double Vcpus, double Gigabytes, int Most, int Warm, int WarmMost, double WarmTarget) : Host("Lambda", Processor, Vcpus, Gigabytes)
{
    /// <summary>Whether environments go on from a snapshot instead of starting.</summary>
    public bool HasSnapshot { get; init; }

    /// <summary>Environments that are kept ready at a rate.</summary>
    /// <param name="rps">Requests a second.</param>
    /// <param name="seconds">Of a request.</param>
    public int WarmAt(double rps, double seconds) => Warm == 0 ? 0 : Math.Clamp((int)Math.Ceiling(rps * seconds / WarmTarget), Warm, WarmMost);
}

/// <summary>Containers, which take requests at once and scale by their load.</summary>
/// <param name="Kind">Lambda's instances, Fargate, EKS, EC2 or SageMaker.</param>
/// <param name="Processor">x64 or arm64.</param>
/// <param name="Vcpus">Of one, that the service has.</param>
/// <param name="Gigabytes">Of one.</param>
/// <param name="Least">How many run at least.</param>
/// <param name="Most">How many run at most.</param>
/// <param name="CpuTarget">The part of its CPU that one is kept at.</param>
/// <param name="RequestsPerSecond">The requests a second that one is kept at, where that is a rule, too; else null.</param>
public sealed record ContainerHost(string Kind, string Processor, double Vcpus, double Gigabytes, int Least, int Most, double CpuTarget, double? RequestsPerSecond) : Host(Kind, Processor, Vcpus, Gigabytes)
{
    /// <summary>Where the scaling rules lead at a rate, whatever is allowed.</summary>
    /// <param name="rps">Requests a second.</param>
    /// <param name="curve">What one answers by its CPU.</param>
    public int Needed(double rps, Curve curve) =>
        (int)Math.Ceiling(Math.Max(rps / (curve.PerSecond(Vcpus) * CpuTarget), RequestsPerSecond is { } each ? rps / each : 0) - 1e-9);

    /// <summary>How many run at a rate.</summary>
    public int At(double rps, Curve curve) => Math.Clamp(Needed(rps, curve), Least, Math.Max(Least, Most));
}
