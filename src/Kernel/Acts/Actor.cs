namespace Spmis.Kernel.Acts;

/// <summary>Who acts: a person signed in, a client application, or the system itself on somebody's behalf.</summary>
/// <param name="Id">Stable id: user id, client id, or <c>system</c>.</param>
/// <param name="Name">For the record and the page.</param>
/// <param name="Roles">Role names, see <see cref="Access.Roles"/>.</param>
/// <param name="Office">Office code, if any.</param>
/// <param name="Employer">Number of the only employer this actor may see, for the employer role.</param>
/// <param name="Agency">Code of the only payment agency this actor may see, for the agency role.</param>
public sealed record Actor(string Id, string Name, IReadOnlyList<string> Roles, string? Office = null, string? Employer = null, string? Agency = null)
{
    /// <summary>Registration number of the only person this actor may see, for the role person.</summary>
    public string? PersonNumber { get; init; }

    /// <summary>Longest staff number.</summary>
    public const int StaffLength = 200;

    /// <summary>Staff number, alike in all accounts of one person; of a program that of who registered it. Null for who is no staff, and where nobody gave one.</summary>
    public string? Staff { get; init; }

    /// <summary>Registration number of the person who holds this account of staff, where it is known: nobody works on the own record.</summary>
    public string? Holder { get; init; }

    /// <summary>The own registration number.</summary>
    /// <exception cref="Refused">The account belongs to no person of the register: it sees nothing.</exception>
    public string OwnNumber() => Roles is [Access.Roles.Person] && PersonNumber is { Length: > 0 } number ? number : throw new Refused("account.no-person", "This account belongs to no person of the register.");

    /// <summary>Number of the only association this actor may see, for the role association.</summary>
    public string? Association { get; init; }

    /// <summary>The number of the own association.</summary>
    /// <exception cref="Refused">The account belongs to no association: it sees nothing.</exception>
    public string OwnAssociation() => Roles is [Access.Roles.Association] && Association is { Length: > 0 } number ? number : throw new Refused("account.no-association", "This account belongs to no association.");

    /// <summary>Whether this actor may see the association of this number: any, but for people of an association, who see their own.</summary>
    public bool SeesAssociation(string number) => Roles.Contains(Access.Roles.Association) || Association is not null ? Association == number : true;

    /// <summary>Other accounts of the same person and programs that person registered: what one of them prepared, none of them may approve.</summary>
    public IReadOnlyList<string> OtherIds { get; init; } = [];

    /// <summary>Codes of the offices whose records this actor may see: the own one and those below it. Null sees the nation: nobody bound the account to an office, or its office serves the whole country.</summary>
    public IReadOnlyList<string>? Offices { get; init; }

    /// <summary>Roles this actor holds for somebody else, for a time: those among <see cref="Roles"/> that are not the own ones.</summary>
    public IReadOnlyList<DelegatedRole> Delegated { get; init; } = [];

    /// <summary>The name under which something is decided that only certain roles may: with whose place it is, when the actor holds none of them in their own right.</summary>
    public string NameWith(IReadOnlyCollection<string> roles)
    {
        var lent = Delegated.Select(d => d.Role).ToHashSet();
        return Roles.Any(r => roles.Contains(r) && !lent.Contains(r)) || Delegated.Where(d => roles.Contains(d.Role)).Select(d => d.GiverName).Distinct().ToList() is not { Count: > 0 } givers
            ? Name
            : $"{Name} for {string.Join(", ", givers)}";
    }

    /// <summary>Refuses what concerns the whole country to who is bound to an office.</summary>
    /// <exception cref="Refused">The actor sees some offices only.</exception>
    public void DemandNation()
    {
        if (Offices is not null)
        {
            throw new Refused("office.nation-only", "This concerns the whole country; somebody of an office that serves it all must do it.");
        }
    }

    /// <summary>Whether the same person stands behind this actor and the one with the id.</summary>
    public bool IsSamePersonAs(string? id) => id is not null && (id == Id || OtherIds.Contains(id));

    /// <summary>The same, by account or by staff number.</summary>
    public bool IsSamePersonAs(string? id, string? staff) => IsSamePersonAs(id) || (staff is not null && staff == Staff);

    /// <summary>The system acting because it is time or because a message arrived.</summary>
    public static Actor System { get; } = new("system", "SPMIS", [Access.Roles.System]);
}

/// <summary>A role held for somebody else.</summary>
/// <param name="Role">The role.</param>
/// <param name="GiverId">Whose it is.</param>
/// <param name="GiverName">For the record and the page.</param>
public sealed record DelegatedRole(string Role, string GiverId, string GiverName);
