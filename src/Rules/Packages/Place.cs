namespace Spmis.Rules.Packages;

/// <summary>A place in a file of the package, from 1.</summary>
internal readonly record struct Place(string File, int Line, int Column)
{
    public SchemeError Error(string wrong, string right) => new(File, Line, Column, wrong, right);
}

/// <summary>All that is wrong, up to a limit so that a hopeless file does not fill the screen.</summary>
internal sealed class ErrorList
{
    private const int Most = 100;

    private readonly List<SchemeError> errors = [];

    public bool Any => errors.Count > 0;

    public void Add(Place place, string wrong, string right)
    {
        var error = place.Error(wrong, right);
        if (errors.Count < Most && !errors.Contains(error))
        {
            errors.Add(error);
        }
    }

    public void ThrowIfAny()
    {
        if (errors.Count > 0)
        {
            throw new SchemeErrors([.. errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)]);
        }
    }
}
