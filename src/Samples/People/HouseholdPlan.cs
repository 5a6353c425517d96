using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>Who lives together: one to nine members, the head first. The shares are tuned so that about a quarter of all people are children and about eight in a hundred are 70 or older.</summary>
internal static class HouseholdPlan
{
    public const int MostMembers = 9;

    // Of ten thousand households: alone, old couple, couple, couple with children, one parent with children, three generations, adults sharing.
    private static readonly int[] Shapes = [2200, 2650, 3950, 6450, 7350, 9050, 10_000];

    public static void Draw(ref Draw draw, List<Member> members)
    {
        members.Clear();
        switch (draw.Class(Shapes))
        {
            case 0:
                members.Add(Aged(ref draw, MemberRole.Head, Sex(ref draw, 5000), draw.Chance(2500) ? draw.Between(70, 90) : draw.Between(19, 66)));
                break;
            case 1:
                Couple(ref draw, members, draw.Between(67, 88));
                break;
            case 2:
                Couple(ref draw, members, draw.Between(20, 66));
                break;
            case 3:
                var father = draw.Between(26, 68);
                Couple(ref draw, members, father);
                Children(ref draw, members, father, draw.Between(1, 4));
                break;
            case 4:
                var parent = draw.Between(24, 60);
                members.Add(Aged(ref draw, MemberRole.Head, Sex(ref draw, 1500), parent));
                Children(ref draw, members, parent, draw.Between(1, 3));
                break;
            case 5:
                var head = draw.Between(34, 60);
                Couple(ref draw, members, head);
                Children(ref draw, members, head, draw.Between(1, 3));
                Parents(ref draw, members, head);
                break;
            default:
                Sharing(ref draw, members);
                break;
        }
    }

    private static void Couple(ref Draw draw, List<Member> members, int age)
    {
        var sex = Sex(ref draw, 8200);
        members.Add(Aged(ref draw, MemberRole.Head, sex, age));
        var other = sex == 'M' ? age - draw.Between(-1, 7) : age + draw.Between(-2, 6);
        members.Add(Aged(ref draw, MemberRole.Spouse, sex == 'M' ? 'F' : 'M', Math.Clamp(other, 19, 92)));
    }

    // About one birth in sixty is of twins (the rate is higher in West Africa, lower in South Asia).
    private static void Children(ref Draw draw, List<Member> members, int parentAge, int count)
    {
        var oldest = Math.Clamp(parentAge - 19, 1, 34);
        for (var i = 0; i < count && members.Count < MostMembers; i++)
        {
            var child = Aged(ref draw, MemberRole.Child, Sex(ref draw, 5050), draw.Below(oldest));
            members.Add(child);
            if (draw.Chance(170) && members.Count < MostMembers)
            {
                members.Add(child with { Sex = draw.Chance(6500) ? child.Sex : Sex(ref draw, 5000) });
            }
        }
    }

    private static void Parents(ref Draw draw, List<Member> members, int headAge)
    {
        var age = Math.Min(headAge + draw.Between(20, 34), 93);
        members.Add(Aged(ref draw, MemberRole.Parent, Sex(ref draw, 3000), age));
        if (draw.Chance(3000) && members.Count < MostMembers)
        {
            var sex = members[^1].Sex == 'F' ? 'M' : 'F';
            members.Add(Aged(ref draw, MemberRole.Parent, sex, Math.Clamp(age + draw.Between(-4, 6), headAge + 18, 94)));
        }
    }

    private static void Sharing(ref Draw draw, List<Member> members)
    {
        members.Add(Aged(ref draw, MemberRole.Head, Sex(ref draw, 6000), draw.Between(20, 50)));
        var others = draw.Between(1, 3);
        for (var i = 0; i < others; i++)
        {
            members.Add(Aged(ref draw, MemberRole.Other, Sex(ref draw, 5500), draw.Between(18, 55)));
        }
    }

    private static char Sex(ref Draw draw, int menInTenThousand) => draw.Chance(menInTenThousand) ? 'M' : 'F';

    private static Member Aged(ref Draw draw, MemberRole role, char sex, int age)
    {
        var first = DemoDates.AgeDay.AddYears(-age - 1).AddDays(1);
        var bornOn = draw.Day(first, DemoDates.AgeDay.AddYears(-age));
        return new Member(role, sex, bornOn > DemoDates.LastBirth ? DemoDates.LastBirth.AddDays(-draw.Below(180)) : bornOn);
    }
}
