namespace RoomTypes.Tests.Decoding;

/// <summary>Files of tests/Fixtures.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>The photos of tests/Fixtures/samples.</summary>
    public static string[] Samples { get; } = Names("samples", ".jpg");

    /// <summary>The generated pictures of tests/Fixtures/images.</summary>
    public static string[] Images { get; } = Names("images", ".jpg", ".png", ".webp");

    /// <summary>A photo of tests/Fixtures/samples.</summary>
    public static byte[] Sample(string name) => File.ReadAllBytes(Path(System.IO.Path.Combine("samples", name)));

    /// <summary>A generated picture of tests/Fixtures/images.</summary>
    public static byte[] Image(string name) => File.ReadAllBytes(Path(System.IO.Path.Combine("images", name)));

    private static string[] Names(string folder, params string[] extensions) =>
        [.. new DirectoryInfo(Path(folder)).GetFiles().Where(file => extensions.Contains(file.Extension)).Select(file => file.Name).Order()];
}
