namespace Spmis.Registration.Persons;

/// <summary>Sex as evidence and as the schemes' rules need it; unknown is null.</summary>
public enum Sex
{
    /// <summary>Female.</summary>
    F,

    /// <summary>Male.</summary>
    M,
}

/// <summary>What a person lives by, as declared.</summary>
public enum Activity
{
    /// <summary>Works for an employer.</summary>
    Employed,

    /// <summary>Works on own account.</summary>
    SelfEmployed,

    /// <summary>Neither.</summary>
    None,
}

/// <summary>A person's place in the household.</summary>
public enum MemberRole
{
    /// <summary>Speaks for the household.</summary>
    Head,

    /// <summary>Husband or wife of the head.</summary>
    Spouse,

    /// <summary>Child of the head or spouse.</summary>
    Child,

    /// <summary>Parent of the head or spouse.</summary>
    Parent,

    /// <summary>Anybody else who lives there.</summary>
    Other,
}

/// <summary>The words files, APIs and messages use.</summary>
public static class Words
{
    /// <summary>F and M.</summary>
    public static IReadOnlyDictionary<string, Sex> Sexes { get; } = new Dictionary<string, Sex> { ["F"] = Sex.F, ["M"] = Sex.M };

    /// <summary>employed, self_employed, none.</summary>
    public static IReadOnlyDictionary<string, Activity> Activities { get; } = new Dictionary<string, Activity> { ["employed"] = Activity.Employed, ["self_employed"] = Activity.SelfEmployed, ["none"] = Activity.None };

    /// <summary>head, spouse, child, parent, other.</summary>
    public static IReadOnlyDictionary<string, MemberRole> Roles { get; } = new Dictionary<string, MemberRole> { ["head"] = MemberRole.Head, ["spouse"] = MemberRole.Spouse, ["child"] = MemberRole.Child, ["parent"] = MemberRole.Parent, ["other"] = MemberRole.Other };

    /// <summary>The word of an activity.</summary>
    public static string Of(Activity activity) => activity == Activity.SelfEmployed ? "self_employed" : activity.ToString().ToLowerInvariant();

    /// <summary>The word of a role.</summary>
    public static string Of(MemberRole role) => role.ToString().ToLowerInvariant();
}
