namespace Spmis.Web;

/// <summary>Names the shell's words (Texts.resx, Texts.fr.resx, Texts.ar.resx, Texts.es.resx, Texts.pt.resx) for <c>IStringLocalizer&lt;Texts&gt;</c>. The key is the English text.</summary>
public sealed class Texts;
