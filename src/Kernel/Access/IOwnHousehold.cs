namespace Spmis.Kernel.Access;

/// <summary>Knows who lives with whom, where a module in this process keeps households: acts on the records of those who live with a member of staff are a colleague's.</summary>
public interface IOwnHousehold
{
    /// <summary>Whether both persons are members of one household today.</summary>
    /// <param name="own">Registration number of the member of staff.</param>
    /// <param name="number">The other's, as it was typed.</param>
    /// <param name="ct">Cancels.</param>
    Task<bool> HasAsync(string own, string number, CancellationToken ct);
}
