namespace Spmis.Host;

/// <summary>The words of the host's own pages, by language: HostTexts.resx and its translations.</summary>
public sealed class HostTexts;
