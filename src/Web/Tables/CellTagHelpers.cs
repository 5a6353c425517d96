using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Spmis.Web.Shell;

namespace Spmis.Web.Tables;

/// <summary>Counts columns anew in every row.</summary>
[HtmlTargetElement("tr")]
public sealed class RowTagHelper : TagHelper
{
    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(RowParts)] = new RowParts();
        await output.GetChildContentAsync();
    }
}

/// <summary>A column's head, with a sort link if asked; or with <c>scope="row"</c> a row's head.</summary>
[HtmlTargetElement("th", ParentTag = "tr")]
public sealed partial class HeadTagHelper : TagHelper
{
    /// <summary>The column's name in the query; a link then sorts by it, a second click the other way.</summary>
    public string? Sort { get; set => field = Element.Given(value); }

    /// <summary>Numbers: aligned at their end.</summary>
    public bool Numeric { get; set; }

    /// <summary>Words for screen readers only (a column of links).</summary>
    public bool Quiet { get; set; }

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(TableParts), out var tableItem) || tableItem is not TableParts table)
        {
            return;
        }

        if (output.Attributes["scope"]?.Value.ToString() == "row")
        {
            CellTagHelper.Place(context, output, table);
            return;
        }

        var inner = await output.GetChildContentAsync();
        table.Columns.Add((Quiet ? "" : WebUtility.HtmlDecode(Tags().Replace(inner.GetContent(), "")).Trim(), Numeric));
        output.Attributes.SetAttribute("scope", "col");
        if (Numeric)
        {
            output.Attributes.SetAttribute("class", "num");
        }

        if (Quiet)
        {
            output.Content.SetHtmlContent(Element.Of("span", "vh", inner));
        }
        else if (Sort is not null)
        {
            var (up, down) = (table.Sort == Sort, table.Sort == "-" + Sort);
            output.Attributes.SetAttribute("aria-sort", up ? "ascending" : down ? "descending" : "none");
            var href = Links.With(ViewContext.HttpContext.Request, ("sort", up ? "-" + Sort : Sort), ("after", null), ("before", null));
            output.Content.SetHtmlContent(Element.Of("a", null, inner).With("href", href));
        }
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}

/// <summary>A cell: takes alignment and, on narrow screens, its label from the column.</summary>
[HtmlTargetElement("td", ParentTag = "tr")]
public sealed class CellTagHelper : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.Items.TryGetValue(typeof(TableParts), out var item) && item is TableParts table)
        {
            Place(context, output, table);
        }
    }

    internal static void Place(TagHelperContext context, TagHelperOutput output, TableParts table)
    {
        if (!context.Items.TryGetValue(typeof(RowParts), out var rowItem) || rowItem is not RowParts row)
        {
            return;
        }

        if (row.Column == 0)
        {
            table.Rows++;
        }

        if (row.Column < table.Columns.Count)
        {
            var (label, numeric) = table.Columns[row.Column];
            if (label.Length > 0)
            {
                output.Attributes.SetAttribute("data-label", label);
            }

            if (numeric)
            {
                output.Attributes.SetAttribute("class", $"num {output.Attributes["class"]?.Value}".TrimEnd());
            }
        }

        row.Column += int.TryParse(output.Attributes["colspan"]?.Value.ToString(), out var span) ? span : 1;
    }
}
