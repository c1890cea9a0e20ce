using System.Globalization;
using System.Text.RegularExpressions;

namespace Hosting.Tests.Image;

/// <summary>The container image, run with an isolated root.</summary>
public sealed partial class ImageTests
{
    private const double MostMegabytes = 100;

    [ImageFact]
    public async Task Image_BuiltAndRun_RecognisesAndHoldsNothingElse()
    {
        var output = await ServiceImage.Output;

        Assert.Matches("recognised: ROOM_TYPE_KITCHEN\n", output);
        Assert.Matches("health check: healthy\n", output);
        Assert.Matches("user: 65532\n", output);
        Assert.Matches("writable: /tmp *\n", output);
        Assert.Matches("shells: *\n", output);
        Assert.Matches("revision: [0-9a-f]{40}\n", output);
        Assert.Matches("models: room-type@2 sha256:[0-9a-f]{64}, room-type@3 sha256:[0-9a-f]{64}\n", output);
        Assert.InRange(double.Parse(Compressed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 1, MostMegabytes);
    }

    [GeneratedRegex(@"([0-9.]+) MB  compressed in all")]
    private static partial Regex Compressed();
}

/// <summary>Skips where no image can be built.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ImageFactAttribute : FactAttribute
{
    public ImageFactAttribute() => Skip = ServiceImage.Obstacle;
}
