using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;
using Spmis.Linkage.Scoring;

namespace Spmis.Linkage.Compact;

/// <summary>Vectors and weights of compact rows: the figures of <see cref="Scorer"/>, for tens of millions of pairs. For one thread.</summary>
internal sealed class RowScorer(LinkageRegister register, RowTerms terms, RowWeights? weights)
{
    /// <summary>Less than any weight: not worth to be known.</summary>
    public const int Unlike = int.MinValue;

    private readonly NameLevels levels = new(terms);

    /// <summary>The levels of two persons; the order of the two does not matter.</summary>
    public ComparisonVector Compare(int one, int other)
    {
        var rows = register.Rows;
        var vector = Comparer.Compare(new RowPair(in rows[one], in rows[other], terms, levels));
        return IsOutOfOrder(vector, one, other) ? Comparer.Compare(new RowPair(in rows[other], in rows[one], terms, levels)) : vector;
    }

    /// <summary>The weight in thousandths of a bit, or <see cref="Unlike"/> where it is below the least that is asked for.</summary>
    public int Weigh(int one, int other, int least)
    {
        var rows = register.Rows;
        ref readonly var a = ref rows[one];
        ref readonly var b = ref rows[other];
        var vector = Comparer.Compare(new RowPair(in a, in b, terms, levels));
        if (IsOutOfOrder(vector, one, other))
        {
            a = ref rows[other];
            b = ref rows[one];
            vector = Comparer.Compare(new RowPair(in a, in b, terms, levels));
        }

        return weights!.Total(vector, in a, least); // Whoever weighs made it with weights.
    }

    /// <summary>Only with swapped names does it matter who comes first; then the smaller fingerprint does, as everywhere.</summary>
    private bool IsOutOfOrder(ComparisonVector vector, int one, int other) =>
        vector[Comparison.NameOrder] == Levels.Swapped && register.Fingerprints[one] > register.Fingerprints[other];
}

/// <summary>The weights of a model by level and by number of name. Shared by all threads.</summary>
internal sealed class RowWeights
{
    private readonly WeightTable table;
    private readonly int[] given;
    private readonly int[] givenClass;
    private readonly int[] family;
    private readonly int[] familyClass;
    private readonly int[] village;

    public RowWeights(WeightTable table, RowTerms terms)
    {
        this.table = table;
        var (names, others) = (terms.Pool.Names, terms.Pool.Terms);
        (given, givenClass, family, familyClass, village) = (new int[names], new int[names], new int[names], new int[names], new int[others]);
        Parallel.For(1, names, i =>
        {
            if (terms.Name(i) is { } name)
            {
                (given[i], givenClass[i]) = (table.Given.Adjustment(name.Hash), table.GivenClass.Adjustment(name.ClassHash));
                (family[i], familyClass[i]) = (table.Family.Adjustment(name.Hash), table.FamilyClass.Adjustment(name.ClassHash));
            }
        });
        Parallel.For(1, others, i => village[i] = terms.Term(i) is { } term ? table.Village.Adjustment(term.Hash) : 0);
    }

    public int Total(ComparisonVector vector, in PersonRow a, int least)
    {
        var (forGiven, forMiddle, forFamily, forPlace) = (0, 0, 0, 0);
        var level = vector[Comparison.Given];
        if (level is Levels.Exact or Levels.SameName)
        {
            forGiven = (level == Levels.Exact ? given : givenClass)[a.Given];
        }

        level = vector[Comparison.Middle];
        if (level is Levels.Exact or Levels.SameName)
        {
            forMiddle = (level == Levels.Exact ? given : givenClass)[a.Middle];
        }

        level = vector[Comparison.Family];
        if (level is Levels.Exact or Levels.SameName)
        {
            var shifted = vector[Comparison.NameOrder] == Levels.Shifted && a.Middle != 0;
            forFamily = (level == Levels.Exact ? family : familyClass)[shifted ? a.Middle : a.Family];
        }

        if (vector[Comparison.Place] is Levels.Village or Levels.VillageAndPostcode)
        {
            forPlace = village[a.Village];
        }

        // What relatives explain only takes away, so a pair that is too light without it needs no more.
        var same = table.Prior + table.Same(vector) + forGiven + forMiddle + forFamily + forPlace;
        if (same < least)
        {
            return RowScorer.Unlike;
        }

        if (table.RelativesPrior is { } prior)
        {
            var relatives = prior + table.Relatives(vector)
                + table.IfShared(Comparison.Given, forGiven) + table.IfShared(Comparison.Middle, forMiddle)
                + table.IfShared(Comparison.Family, forFamily) + table.IfShared(Comparison.Place, forPlace);
            same += Millibits.Alternative(relatives);
        }

        return same < least ? RowScorer.Unlike : same;
    }
}
