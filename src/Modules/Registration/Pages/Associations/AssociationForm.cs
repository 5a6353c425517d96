using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Associations;

/// <summary>The fields of an association, for registering and changing one.</summary>
public abstract class AssociationForm : FormPage
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Kind { get; set; } = "";

    [BindProperty]
    public string Reference { get; set; } = "";

    [BindProperty]
    public string Area { get; set; } = "";

    [BindProperty]
    public string District { get; set; } = "";

    [BindProperty]
    public string Contact { get; set; } = "";

    [BindProperty]
    public string Phone { get; set; } = "";

    [BindProperty]
    public string Email { get; set; } = "";

    public IEnumerable<Choice> Kinds(IStringLocalizer T) => Association.Kinds.Select(k => new Choice(k.Key, T[k.Value.ToString()]));

    protected NewAssociation Told => new() { Name = Name, Kind = Association.Kinds.TryGetValue(Kind, out var kind) ? kind : null, Reference = Reference, Area = Area, District = District, Contact = Contact, Phone = Phone, Email = Email };
}
