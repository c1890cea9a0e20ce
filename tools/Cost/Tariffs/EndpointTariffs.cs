using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>An endpoint of SageMaker: its instances, or the time of its requests and what is kept warm; and what goes in and out.</summary>
internal static class EndpointTariffs
{
    /// <summary>The endpoint, by its configuration.</summary>
    public static IEnumerable<Component> Endpoint(Planned endpoint, Situation at) =>
    [
        .. at.Host switch
        {
            ContainerHost host => [at.Of(Parts.Compute, FormattableString.Invariant($"{at.Running(host):0.##} instances, {HostReader.InstanceType(endpoint)}"), $"sagemaker/instance-hour/{HostReader.InstanceType(endpoint)}", at.Running(host) * Workload.HoursOfMonth)],
            FunctionHost host => Processes(host, at),
            _ => (Component[])[],
        },
        at.Of(Parts.Compute, "data in and out", "sagemaker/data-gb", at.Work.Gigabytes + (at.Work.Requests * Assumptions.AnswerGigabytes)),
    ];

    private static Component[] Processes(FunctionHost host, Situation at)
    {
        var cold = at.Work.Hours.Average(rps => ComputeTariffs.Share(host, rps, at));
        var seconds = at.Work.Requests * ComputeTariffs.Seconds(host, at) * host.Gigabytes;
        Component duration = at.Of(Parts.Compute, "duration", "sagemaker/serverless-gb-second", cold * seconds);
        if (host.Warm == 0) return [duration];
        var kept = at.Work.Hours.Average(rps => host.WarmAt(rps, ComputeTariffs.Seconds(host, at)));
        return
        [
            duration,
            at.Of(Parts.Compute, "kept warm", "sagemaker/serverless-provisioned-gb-second", kept * Situation.Seconds * host.Gigabytes),
            at.Of(Parts.Compute, "duration on what is kept warm", "sagemaker/serverless-provisioned-duration-gb-second", (1 - cold) * seconds),
        ];
    }
}
