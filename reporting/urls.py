"""Routes of figures and reports."""

from django.urls import path

from reporting.views import built, dashboard, detail, editions, inspection, quality, questions, samples

urlpatterns = [
    path("koordynacja/wskazniki/", dashboard.indicator_dashboard, name="indicator_dashboard"),
    path("koordynacja/wskazniki/<str:indicator>/", detail.indicator_detail, name="indicator_detail"),
    path("koordynacja/wskazniki/<str:indicator>/<str:number>/", detail.indicator_person, name="indicator_person"),
    path("koordynacja/wsparcie/<slug:kind>/", detail.support_people, name="support_people"),
    path("koordynacja/raporty/", editions.report_list, name="report_list"),
    path("koordynacja/raporty/nowy/", editions.new_report, name="new_report"),
    path("koordynacja/raporty/<uuid:edition>/", editions.report_edition, name="report_edition"),
    path("koordynacja/raporty/<uuid:edition>/pliki/", editions.report_files, name="report_files"),
    path("koordynacja/raporty/<uuid:edition>/zestawienia/", built.build_reports, name="build_reports"),
    path("koordynacja/raporty/<uuid:edition>/<str:file_kind>/", editions.report_file, name="report_file"),
    path("koordynacja/pytania-kontroli/", questions.inspection_questions, name="inspection_questions"),
    path("koordynacja/pytania-kontroli/<uuid:question_id>/", questions.inspection_answer, name="inspection_answer"),
    path("koordynacja/zestawienia/<uuid:built>/", built.built_report, name="built_report"),
    path("koordynacja/zestawienia/<uuid:built>/pliki/", built.built_files, name="built_files"),
    path("koordynacja/zestawienia/<uuid:built>/<str:file_kind>/", built.built_file, name="built_file"),
    path("kontrola/", inspection.inspection_desk, name="inspection_desk"),
    path("kontrola/raporty/<uuid:edition>/", inspection.inspected_edition, name="inspected_edition"),
    path("kontrola/raporty/<uuid:edition>/proba/", samples.inspection_draw, name="inspection_draw"),
    path(
        "kontrola/raporty/<uuid:edition>/wskaznik/<str:indicator>/",
        inspection.inspected_people,
        name="inspected_people",
    ),
    path("kontrola/raporty/<uuid:edition>/osoby/<str:number>/", inspection.inspected_record, name="inspected_record"),
    path("kontrola/raporty/<uuid:edition>/osoby/<str:number>/imie/", inspection.inspected_name, name="inspected_name"),
    path("kontrola/proby/<uuid:sample>/", samples.inspection_sample, name="inspection_sample"),
    path("kontrola/proby/<uuid:sample>/lista/", samples.inspection_list, name="inspection_list"),
    path("kontrola/proby/<uuid:sample>/osoby/<str:number>/", samples.inspection_review, name="inspection_review"),
    path("koordynacja/jakosc/", quality.data_quality, name="data_quality"),
    path("koordynacja/jakosc/<str:check>/", quality.quality_people, name="quality_people"),
]
