using System.Security.Cryptography;
using RoomTypes.Caching;
using RoomTypes.Tests.Experiments;

namespace RoomTypes.Tests.Caching;

[Collection(nameof(Alone))]
public class AnswerMemoryTests
{
    private const int Labels = 8;
    private const int EntryBytes = AnswerMemory.EntryBytes + (Labels * sizeof(float));
    private readonly ManualTime _time = new();

    [Fact]
    public void Find_WhatWasKept_UntilItsTimeIsOver()
    {
        var memory = new AnswerMemory(1 << 20, _time);
        memory.Keep(Key(1), Answer(1));
        Assert.Equal(1, memory.Find(Key(1))!.Probabilities[0]);
        Assert.Null(memory.Find(Key(2)));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(memory.Find(Key(1)));

        memory.Keep(Key(1), Answer(2));
        Assert.Equal((2f, 1), (memory.Find(Key(1))!.Probabilities[0], memory.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Keep_MoreThanFits_StaysWithinItsBytes(int reuse)
    {
        const long Most = 100_000;
        var (memory, random) = (new AnswerMemory(Most, _time), new Random(reuse));
        for (var i = 0; i < 5_000; i++)
        {
            memory.Keep(Key(i), Answer(i));
            for (var hit = 0; hit < reuse; hit++) memory.Find(Key(random.Next(i + 1)));
            Assert.InRange(memory.Bytes, 0, Most);
        }

        // What names of those that were let go take, and the room of one.
        Assert.InRange(memory.Count, ((Most * 7 / 8) / EntryBytes) - 1, Most / EntryBytes);
        Assert.Equal(5_000 - memory.Count, memory.Evictions);
    }

    [Fact]
    public void Keep_AScan_FlushesNothingThatIsAskedFor()
    {
        var memory = new AnswerMemory(1000 * EntryBytes, _time);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 300; i++)
            {
                if (memory.Find(Key(i)) is null) memory.Keep(Key(i), Answer(i));
            }
        }

        for (var i = 1_000; i < 101_000; i++) memory.Keep(Key(i), Answer(i));

        Assert.All(Enumerable.Range(0, 300), i => Assert.NotNull(memory.Find(Key(i))));
    }

    [Fact]
    public void Keep_AgainSoonAfterItWasLetGo_StaysLonger()
    {
        var memory = new AnswerMemory(1000 * EntryBytes, _time);
        memory.Keep(Key(0), Answer(0));
        for (var i = 1; memory.Evictions == 0; i++) memory.Keep(Key(i), Answer(i));

        memory.Keep(Key(0), Answer(0));
        for (var i = 10_000; i < 10_900; i++) memory.Keep(Key(i), Answer(i));

        Assert.NotNull(memory.Find(Key(0)));
    }

    [Fact]
    public void Bytes_WhenFull_AreAsManyAsTheHeapHas()
    {
        // What tests before this one left for finalizers goes first.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var memory = new AnswerMemory(32 << 20, _time);
        for (var i = 0; i < 200_000; i++) memory.Keep(Key(i), Answer(i));
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.InRange(taken / (double)memory.Bytes, 0.75, 1.25);
        GC.KeepAlive(memory);
    }

    private static AnswerKey Key(int number) => AnswerKey.Of(SHA256.HashData(BitConverter.GetBytes(number)));

    private KeptAnswer Answer(float number) =>
        new([number, .. new float[Labels - 1]], -3, 2, _time.GetUtcNow().AddSeconds(60).ToUnixTimeMilliseconds());
}
