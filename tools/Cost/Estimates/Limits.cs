using System.Globalization;
using RoomTypes.Cost.Hosts;

namespace RoomTypes.Cost.Estimates;

/// <summary>Limits of a plan that what is asked would meet.</summary>
internal static class Limits
{
    /// <summary>What each says.</summary>
    public static IEnumerable<string> Met(Situation at)
    {
        var peak = at.Work.Peak;
        if (at.Host is ContainerHost containers && containers.Needed(peak, at.Curve) is var needed && needed > containers.Most)
            yield return Told($"At {peak} a second the scaling rules lead to {needed} of {containers.Kind}, and the stack allows {containers.Most}: it costs no more, and answers later or with 429.");
        if (at.Host is FunctionHost functions && peak * at.Curve.AloneSeconds(functions.Vcpus) is var atOnce && atOnce > functions.Most)
            yield return Told($"At {peak} a second {Math.Ceiling(atOnce)} environments are busy at once, and {functions.Most} are allowed: the others get 429.");
        if (GatewayLimit.Find(at.Plan) is { } limit && peak > limit.Rate)
            yield return Told($"The gateway lets {limit.Rate} requests a second pass (throttleRate), and {peak} are asked.");
    }

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
