using RoomTypes.StartupProfile;

if (args is not [var published, var listing, var profile] || !Directory.Exists(published) || !File.Exists(listing))
{
    Console.Error.WriteLine("Name the folder of the published service, the list of methods that its runtime compiled, and the profile to write; ./run profile does all of it.");
    return 2;
}

using var index = new TypeIndex(Directory.GetFiles(published, "*.dll"));
var writer = new ProfileWriter(index);
var lines = File.ReadAllLines(listing);
var written = lines.Select(JittedMethod.Parse).OfType<JittedMethod>().Count(writer.Add);
writer.Save(profile);
Console.WriteLine($"{profile}: {written} of {lines.Length} methods; the others are made at run time or belong to no file.");
return 0;
