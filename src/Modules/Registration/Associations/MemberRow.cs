using Spmis.Contracts.Contributions;
using Spmis.Kernel.Files;
using Spmis.Registration.Reactions;

namespace Spmis.Registration.Associations;

/// <summary>One line of a list of members. A person is named by registration number, by national number, or by names and birth date.</summary>
internal sealed record MemberRow(long Line, PersonToMatch Told, string? MemberNumber, AssociationRole? Role, DateOnly? From, IReadOnlyList<LineProblem> Problems)
{
    public static TabularFormat Format { get; } = new()
    {
        Columns = [new("number", false, "registration_number", "person"), new("national_id"), new("given_name"), new("family_name"), new("birth_date"), new("member_number", false, "member_no"), new("role"), new("from", false, "since", "start_date")],
    };

    /// <summary>What the line calls the person by, for the verdict; of a national number its end, since whoever reads the list of lines sees it.</summary>
    public string Reference => MemberNumber ?? Told.RegistrationNumber ?? Spmis.Kernel.Access.IdentifierMask.Of(Told.NationalId) ?? string.Join(' ', new[] { Told.GivenName, Told.FamilyName }.Where(n => n is not null));

    /// <summary>The column by which the person was named, and what stood there.</summary>
    public (string Column, string? Value) Named => Told.RegistrationNumber is null && Told.NationalId is { } id ? ("national_id", id) : ("number", Told.RegistrationNumber);

    public static MemberRow Read(TabularRow row)
    {
        var fields = row.Fields();
        var told = new PersonToMatch
        {
            Line = row.LineNumber, RegistrationNumber = fields.Text("number", 40), NationalId = fields.Text("national_id", 40), GivenName = fields.Text("given_name", 200), FamilyName = fields.Text("family_name", 200), BornOn = fields.Date("birth_date"),
        };
        var (number, role, from) = (fields.Text("member_number", 40), fields.Choice("role", AssociationMember.Roles), fields.Date("from"));
        if (fields.Ok && told is { RegistrationNumber: null, NationalId: null } && (told.GivenName is null || told.BornOn is null))
        {
            fields.Refuse("number", "member.no-person", "Nothing says who this is.", "Give the registration number, the national number, or names and birth date.");
        }

        return new MemberRow(row.LineNumber, told, number, role, from, fields.Problems);
    }

    /// <summary>Finds the persons of a chunk; only who is certain is linked, everybody else gets words and a remedy. Nobody is registered by a list.</summary>
    public static async Task<IReadOnlyList<(MemberRow Row, Guid? Person, FieldProblem? Unclear)>> MatchAsync(IReadOnlyList<MemberRow> rows, MatchByNumber numbers, MatchByLikeness likeness, CancellationToken ct)
    {
        var lines = rows.Where(r => r.Problems.Count == 0).Select((r, i) => new WorkerLine(i, r.Told)).ToList();
        await numbers.ApplyAsync(lines, ct);
        await likeness.ApplyAsync([.. lines.Where(l => l.Verdict is null)], Guid.Empty, ct);
        var verdicts = lines.ToDictionary(l => l.Told.Line, l => l.Verdict);
        return [.. rows.Select(r => !verdicts.TryGetValue(r.Line, out var v) ? (r, (Guid?)null, (FieldProblem?)null)
            : v is { Outcome: Outcomes.Certain, PersonId: { } person } ? (r, person, null)
            : (r, null, v switch
            {
                { Outcome: Outcomes.Likely } => new FieldProblem("member.unsure", $"This looks like {v.RegistrationNumber}, but the line does not say it for certain.", "Check the person's card and write that registration number, or register the person first."),
                { Outcome: "refused" } => new FieldProblem("member.mistyped", $"The registration number {r.Told.RegistrationNumber} is mistyped: its last two digits do not check.", "Write it from the person's card."),
                _ => new FieldProblem("member.nobody", "Nobody in the register is known by what the line says.", "Register the person first, then send the line again."),
            }))];
    }
}
