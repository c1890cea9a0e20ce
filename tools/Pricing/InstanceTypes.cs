using System.Globalization;
using System.Text.RegularExpressions;

namespace RoomTypes.Pricing;

/// <summary>What types of instances have, of EC2 and, after ml., of SageMaker.</summary>
/// <remarks>https://aws.amazon.com/ec2/instance-types/</remarks>
public static partial class InstanceTypes
{
    /// <summary>vCPUs of a type, by its size.</summary>
    /// <exception cref="PriceException">Its size is none of those that are known here.</exception>
    public static double Vcpus(string type) => Parts(type).Size switch
    {
        "medium" => 1,
        "large" => 2,
        "xlarge" => 4,
        [.. var times, 'x', 'l', 'a', 'r', 'g', 'e'] when int.TryParse(times, CultureInfo.InvariantCulture, out var number) => 4 * number,
        var size => throw new PriceException($"'{type}' has a size, '{size}', whose vCPUs are not known here; medium, large, xlarge and multiples of it are."),
    };

    /// <summary>GB of a type: of families of compute 2 a vCPU, of general purpose 4, of memory 8.</summary>
    /// <exception cref="PriceException">Its family is none of those.</exception>
    public static double Gigabytes(string type) => Vcpus(type) * Parts(type).Family switch
    {
        "c" => 2,
        "m" => 4,
        "r" => 8,
        var family => throw new PriceException($"'{type}' is of the family '{family}', whose memory is not known here; those of c, m and r are."),
    };

    /// <summary>x64 or arm64, which Graviton's types say after their generation.</summary>
    public static string Processor(string type) => Parts(type).Options.StartsWith('g') ? "arm64" : "x64";

    private static (string Family, string Options, string Size) Parts(string type) => Form().Match(type) is { Success: true } match
        ? (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)
        : throw new PriceException($"'{type}' is no type of an instance that is known here; one is like c7g.large.");

    [GeneratedRegex(@"^(?:ml\.)?([a-z]+)[0-9]+([a-z-]*)\.([a-z0-9-]+)$")]
    private static partial Regex Form();
}
