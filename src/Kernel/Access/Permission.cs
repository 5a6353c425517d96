namespace Spmis.Kernel.Access;

/// <summary>One thing people may be allowed to do. Every page, API, job command and download names one; what names none is denied.</summary>
/// <param name="Name">Dotted: <c>persons.register</c>. Also the name of the authorization policy.</param>
/// <param name="Text">In words, for the administrator.</param>
/// <param name="Roles">Roles that hold it.</param>
public sealed record Permission(string Name, string Text, params string[] Roles)
{
    /// <summary>It moves money or gives rights: who uses it must have shown who they are a moment ago, not only this morning (<see cref="StepUp"/>).</summary>
    public bool StepUp { get; init; }

    /// <summary>It concerns the whole country (a payment run, a round, a law): who is bound to an office does not hold it, whatever the role.</summary>
    public bool Nation { get; init; }
}
