using System.Globalization;
using Pulumirpc;

namespace Pulumi;

/// <summary>How long a provider may take; its own default where null.</summary>
public sealed class CustomTimeouts
{
    public TimeSpan? Create { get; set; }

    public TimeSpan? Update { get; set; }

    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() => (CustomTimeouts)MemberwiseClone();

    internal RegisterResourceRequest.Types.CustomTimeouts Serialize() => new()
    {
        Create = ToGoDuration(Create),
        Update = ToGoDuration(Update),
        Delete = ToGoDuration(Delete),
    };

    // A tick is 100 ns.
    private static string ToGoDuration(TimeSpan? time)
        => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Ticks}00ns") : "";
}
