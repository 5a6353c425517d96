namespace Spmis.Web.Parts;

/// <summary>What a tag or notice means; the colour follows, the words carry the meaning.</summary>
public enum TagKind
{
    /// <summary>Grey: closed, not started.</summary>
    Off,

    /// <summary>Blue: for information, open.</summary>
    Info,

    /// <summary>Green: done, ready, paid.</summary>
    Ok,

    /// <summary>Yellow: waits for somebody, partly done.</summary>
    Wait,

    /// <summary>Red: refused, overdue, a problem.</summary>
    Bad,
}
