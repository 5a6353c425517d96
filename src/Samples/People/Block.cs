using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>
/// 128 lines of the persons file cut into households. The cut needs the lines before it, so it is made block by block:
/// any person is reached by cutting one block, and no more than one block is ever held.
/// </summary>
internal sealed class Block
{
    private const int Lines = 128;
    private readonly Slot[] slots = new Slot[Lines];
    private readonly List<Member> members = new(HouseholdPlan.MostMembers);
    private int number = -1;

    /// <summary>A line's place: who, in which household (its first line), the how-manieth of it.</summary>
    public readonly record struct Slot(Member Member, int Household, int Place);

    /// <summary>The slot of a line that is a person; cuts the line's block unless it is the last one cut.</summary>
    public Slot SlotOf(Population population, int line)
    {
        var wanted = (line - 1) / Lines;
        if (wanted != number)
        {
            Cut(population, wanted);
        }

        return slots[(line - 1) % Lines];
    }

    private void Cut(Population population, int block)
    {
        var draw = new Draw(population.Seed, Randomness.Stream.Block, block);
        members.Clear();
        var (place, household) = (0, 0);
        for (var i = 0; i < Lines; i++)
        {
            var line = (block * Lines) + i + 1;
            if (population.KindOf(line) != LineKind.Person)
            {
                continue;
            }

            if (place == members.Count)
            {
                HouseholdPlan.Draw(ref draw, members);
                (place, household) = (0, line);
            }

            slots[i] = new Slot(members[place], household, place);
            place++;
        }

        number = block;
    }
}
