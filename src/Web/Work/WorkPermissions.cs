using Spmis.Kernel.Access;
using Access = Spmis.Kernel.Access.Permission;

namespace Spmis.Web.Work;

/// <summary>Permissions of the pages that show what every module has: proposals, runs, messages, history.</summary>
public static class WorkPermissions
{
    /// <summary>See what waits for a second person.</summary>
    public const string ReadProposals = "proposals.read";

    /// <summary>Add evidence to what oneself put up for a second person.</summary>
    public const string AddEvidence = "proposals.add-evidence";

    /// <summary>See long work; people of an employer, association or agency see their own only.</summary>
    public const string ReadRuns = "runs.read";

    /// <summary>Stop long work, or let it go on after a failure.</summary>
    public const string ControlRuns = "runs.control";

    /// <summary>See messages between modules that could not be applied.</summary>
    public const string ReadMessages = "messages.read";

    /// <summary>Apply them once more.</summary>
    public const string RetryMessages = "messages.retry";

    /// <summary>Search who did what.</summary>
    public const string ReadAudit = "audit.read";

    /// <summary>All of them, with the roles that hold them.</summary>
    public static IReadOnlyList<Access> All { get; } =
    [
        new(ReadProposals, "See what waits for a second person", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(AddEvidence, "Add evidence to what oneself put up for a second person, and see that", [.. Roles.OfStaff]),
        new(ReadRuns, "See long work and its verdicts; people of an employer, association or agency their own only", [.. Roles.OfStaff, Roles.Employer, Roles.Association, Roles.Agency]),
        new(ControlRuns, "Stop long work, or let it go on after a failure", Roles.Officer, Roles.Supervisor, Roles.Administrator),
        new(ReadMessages, "See messages between modules that could not be applied", Roles.Administrator, Roles.Auditor) { Nation = true },
        new(RetryMessages, "Apply such messages once more", Roles.Administrator) { Nation = true },
        new(ReadAudit, "Search the record of who did what", Roles.Auditor) { Nation = true },
    ];
}
