using RoomTypes.Tests.Evaluate;

namespace RoomTypes.Tests.Retrain;

/// <summary>Robots whose cameras are noisy: the shipped model takes many of their rooms for bathrooms, which is a mistake with a system.</summary>
internal static class NoisyCameras
{
    /// <summary>A sample as such a camera sees it.</summary>
    public static AlteredPicture Picture(string sample, int seed) =>
        AlteredPicture.Of(sample).Cropped(0.95, Math.Cos(seed), Math.Sin(seed)).Noisy(50 + (5 * (seed % 4)), seed);

    /// <summary>ROOM_TYPE_KITCHEN and so on.</summary>
    public static string TypeOf(string sample) => $"ROOM_TYPE_{AlteredPicture.LabelOf(sample).ToUpperInvariant()}";

    /// <summary>The samples as they are, in folders named by label.</summary>
    public static TemporaryFolder LabelledSamples() => Labelled(sample => (sample, Samples.Picture(sample)));

    /// <summary>A folder of folders named by label, with a picture of each sample.</summary>
    public static TemporaryFolder Labelled(Func<string, (string Name, byte[] Picture)> see)
    {
        var folder = new TemporaryFolder();
        foreach (var sample in AlteredPicture.Samples)
        {
            var (name, picture) = see(sample);
            var label = Directory.CreateDirectory(Path.Combine(folder.Path, AlteredPicture.LabelOf(sample)));
            File.WriteAllBytes(Path.Combine(label.FullName, name), picture);
        }

        return folder;
    }
}
