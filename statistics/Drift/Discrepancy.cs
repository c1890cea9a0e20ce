namespace RoomTypes.Statistics.Drift;

/// <summary>How far two samples of embeddings are apart.</summary>
/// <param name="Squared">The unbiased estimate of the squared maximum mean discrepancy; about 0 for samples of one distribution, below it by chance.</param>
/// <param name="PValue">Of the permutation test, valid for one look.</param>
public readonly record struct Discrepancy(double Squared, double PValue)
{
    /// <summary>The points of a block, of each sample.</summary>
    public const int Block = 100;

    private const int Permutations = 199;

    /// <summary>
    /// Estimates it as the mean over blocks (W. Zaremba, A. Gretton, M. Blaschko, B-tests, 2013), whose time grows with the points and not with
    /// their square. Points are permuted within their block.
    /// </summary>
    /// <param name="first">At least two points.</param>
    /// <param name="second">At least two points; of the larger sample only as many are taken as the other has.</param>
    /// <param name="seed">Of the permutations.</param>
    public static Discrepancy Between(IReadOnlyList<float[]> first, IReadOnlyList<float[]> second, int seed)
    {
        var kernel = new Kernel(first);
        var count = Math.Min(first.Count, second.Count);
        var blocks = (count + Block - 1) / Block;
        var values = new double[blocks][];
        var weights = new int[blocks];
        Parallel.For(0, blocks, block =>
        {
            var (start, end) = (block * Block, Math.Min(count, (block + 1) * Block));
            weights[block] = end - start;
            values[block] = end - start < 2 ? new double[Permutations + 1] : OfBlock(kernel, [.. first.Take(start..end), .. second.Take(start..end)], seed + block);
        });
        var totals = Enumerable.Range(0, Permutations + 1).Select(i => values.Zip(weights, (own, weight) => own[i] * weight).Sum() / weights.Sum()).ToArray();
        return new(totals[0], totals.Count(total => total >= totals[0]) / (double)totals.Length);
    }

    /// <summary>The estimate of a block, and those of its permutations.</summary>
    private static double[] OfBlock(Kernel kernel, float[][] points, int seed)
    {
        var (size, half) = (points.Length, points.Length / 2);
        var likeness = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++) likeness[(i * size) + j] = likeness[(j * size) + i] = kernel.Of(points[i], points[j]);
        }

        var random = new Random(seed);
        var signs = Enumerable.Range(0, size).Select(i => i < half ? 1.0 : -1.0).ToArray();
        var values = new double[Permutations + 1];
        for (var permutation = 0; permutation < values.Length; permutation++)
        {
            if (permutation > 0) random.Shuffle(signs);
            values[permutation] = Estimate(likeness, signs, half);
        }

        return values;
    }

    /// <summary>The mean likeness within each sample, without that of points to themselves, less that between them.</summary>
    private static double Estimate(double[] likeness, double[] signs, int half)
    {
        var (within, between) = (0.0, 0.0);
        for (var i = 0; i < signs.Length; i++)
        {
            var (sum, signed) = (0.0, 0.0);
            for (var j = 0; j < i; j++)
            {
                var value = likeness[(i * signs.Length) + j];
                sum += value;
                signed += value * signs[j];
            }

            within += (sum + (signed * signs[i])) / 2;
            between += (sum - (signed * signs[i])) / 2;
        }

        return (2 * within / (half * (half - 1.0))) - (2 * between / (half * (double)half));
    }
}
